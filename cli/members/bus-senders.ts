/** Whose events the bus of a hub takes, as its policy says. */
import * as v from 'valibot';
import { forwarderRoleName } from '../../lambda/contract/members.js';
import { jsonText } from '../../lambda/json/json-text.js';
import { validate } from '../../lambda/json/validate.js';

export type BusSenders =
  | { readonly kind: 'accounts'; readonly accounts: readonly string[] }
  | { readonly kind: 'organization'; readonly organizationId: string }
  /** `paths`: patterns of organizational units. */
  | { readonly kind: 'units'; readonly organizationId: string; readonly paths: readonly string[] }
  /** No statement is for the forwarder role of members. */
  | { readonly kind: 'nobody' };

const texts = v.pipe(
  v.union([v.string(), v.array(v.string())]),
  v.transform((value) => [value].flat()),
);
const condition = v.exactOptional(v.record(v.string(), texts), {});
const statementSchema = v.object({
  Effect: v.literal('Allow'),
  Condition: v.object({
    StringEquals: condition,
    ArnLike: condition,
    'ForAnyValue:StringLike': condition,
  }),
});
const policySchema = jsonText(v.object({ Statement: v.array(v.unknown()) }));

/** @param policy text of the policy; empty if the bus has none */
export function sendersOf(policy: string, namespace: string): BusSenders {
  const read = validate(policySchema, policy);
  const statements = read.kind === 'valid' ? read.value.Statement : [];
  const ofMembers = statements.flatMap((statement) => {
    const parsed = validate(statementSchema, statement);
    return parsed.kind === 'valid' && isOfForwarder(parsed.value.Condition, namespace)
      ? parsed.value.Condition
      : [];
  });
  return ofMembers.map(sendersBy).find(({ kind }) => kind !== 'nobody') ?? { kind: 'nobody' };
}

type Conditions = v.InferOutput<typeof statementSchema>['Condition'];

function isOfForwarder({ ArnLike }: Conditions, namespace: string): boolean {
  const name = `:role/${forwarderRoleName(namespace)}`;
  return ArnLike['aws:PrincipalArn']?.some((arn) => arn.endsWith(name)) === true;
}

function sendersBy({ StringEquals, 'ForAnyValue:StringLike': like }: Conditions): BusSenders {
  const accounts = StringEquals['aws:PrincipalAccount'];
  if (accounts !== undefined) return { kind: 'accounts', accounts };
  const [organizationId] = StringEquals['aws:PrincipalOrgID'] ?? [];
  if (organizationId === undefined) return { kind: 'nobody' };
  const paths = like['aws:PrincipalOrgPaths'];
  return paths === undefined
    ? { kind: 'organization', organizationId }
    : { kind: 'units', organizationId, paths };
}

/** What a hub of organizational units does with an account outside of them; whether one is, Organizations alone knows. */
export function outsideUnits(paths: readonly string[]): string {
  return `The hub serves the accounts of organizational units alone (${paths.join(', ')}): its bus refuses events of an account outside of them, such as the management account, and its functions cannot assume the role there. Move the account into a unit, or let the hub serve the organization (AtlasMembers.organization).`;
}
