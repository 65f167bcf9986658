import type { Permissions, Statement } from '../iam/permissions.js';
import type { ResourceStatement } from '../iam/resource-policy.js';
import type { NewRole, Roles } from '../iam/roles.js';
import { AwsError } from '../protocol/aws-error.js';
import type { Resource, StackTemplate } from './stack-template.js';

interface PolicyProperties {
  readonly Roles?: readonly string[];
  readonly PolicyDocument: { readonly Statement: Statement | readonly Statement[] };
}

/** IAM's quotas, in characters without white space. */
const MOST_INLINE_CHARACTERS = 10_240;
const MOST_MANAGED_CHARACTERS = 6144;
const MOST_MANAGED_POLICIES = 10;

/** The sizes of one role's policies, which count towards IAM's quotas. */
class PolicySizes {
  private readonly inline = new Map<string, number>();
  private readonly managed = new Map<string, number>();

  /** @throws AwsError LimitExceeded */
  addInline(role: string, document: unknown): void {
    const size = (this.inline.get(role) ?? 0) + JSON.stringify(document).length;
    this.inline.set(role, size);
    if (size > MOST_INLINE_CHARACTERS)
      throw new AwsError(
        'LimitExceeded',
        `Maximum policy size of ${MOST_INLINE_CHARACTERS} bytes exceeded for role ${role}`,
        409,
      );
  }

  /** @throws AwsError LimitExceeded */
  addManaged(role: string, document: unknown): void {
    if (JSON.stringify(document).length > MOST_MANAGED_CHARACTERS)
      throw new AwsError(
        'LimitExceeded',
        `Cannot exceed quota for PolicySize: ${MOST_MANAGED_CHARACTERS}`,
        409,
      );
    const count = (this.managed.get(role) ?? 0) + 1;
    this.managed.set(role, count);
    if (count > MOST_MANAGED_POLICIES)
      throw new AwsError(
        'LimitExceeded',
        `Cannot exceed quota for PoliciesPerRole: ${MOST_MANAGED_POLICIES}`,
        409,
      );
  }
}

/**
 * Attaches the template's identity policies, both separate ones and those within roles.
 *
 * @returns a function that detaches them
 * @throws AwsError LimitExceeded
 */
export function attachPolicies(template: StackTemplate, permissions: Permissions): () => void {
  const undo: (() => void)[] = [];
  const attach = (roleArn: string, { Statement: statements }: PolicyProperties['PolicyDocument']) =>
    undo.push(permissions.attach(roleArn, [statements].flat()));
  const roleArns = new Map(
    template.ofType('AWS::IAM::Role').map(({ logicalId }) => {
      const arn = template.arnOf(logicalId);
      return [arn.split('/').at(-1) ?? '', arn] as const;
    }),
  );
  const sizes = new PolicySizes();
  for (const type of ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy']) {
    for (const { properties } of template.ofType(type)) {
      const { Roles = [], PolicyDocument } = properties as unknown as PolicyProperties;
      for (const role of Roles) {
        if (type === 'AWS::IAM::Policy') sizes.addInline(role, PolicyDocument);
        else sizes.addManaged(role, PolicyDocument);
        attach(roleArns.get(role) ?? role, PolicyDocument);
      }
    }
  }
  for (const { logicalId, properties } of template.ofType('AWS::IAM::Role')) {
    const inline = (properties.Policies ?? []) as readonly PolicyProperties[];
    const roleArn = template.arnOf(logicalId);
    for (const { PolicyDocument } of inline) {
      sizes.addInline(roleArn.split('/').at(-1) ?? '', PolicyDocument);
      attach(roleArn, PolicyDocument);
    }
    for (const document of managedBy(template, properties.ManagedPolicyArns)) attach(roleArn, document);
  }
  return () => {
    for (const step of undo) step();
  };
}

/** Managed policies of the template that the role itself lists. */
function managedBy(template: StackTemplate, arns: unknown): PolicyProperties['PolicyDocument'][] {
  const named = [arns ?? []].flat();
  return template
    .ofType('AWS::IAM::ManagedPolicy')
    .filter(({ logicalId }) => named.includes(template.arnOf(logicalId)))
    .map(({ properties }) => (properties as unknown as PolicyProperties).PolicyDocument);
}

interface RoleProperties {
  readonly AssumeRolePolicyDocument?: {
    readonly Statement: ResourceStatement | readonly ResourceStatement[];
  };
  readonly MaxSessionDuration?: number;
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
}

/** Creates or updates the template's roles with their trust policies. */
export function putRoles(template: StackTemplate, roles: Roles): void {
  for (const resource of template.ofType('AWS::IAM::Role')) roles.put(newRoleOf(template, resource));
}

export function newRoleOf(template: StackTemplate, { logicalId, properties }: Resource): NewRole {
  const { AssumeRolePolicyDocument, MaxSessionDuration, Tags = [] } = properties as RoleProperties;
  return {
    arn: template.arnOf(logicalId),
    trust: [AssumeRolePolicyDocument?.Statement ?? []].flat(),
    maxSessionSeconds: MaxSessionDuration,
    tags: new Map(Tags.map(({ Key, Value }) => [Key, Value])),
  };
}
