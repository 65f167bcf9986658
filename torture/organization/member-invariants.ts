/** Invariants of what the hubs have done in their members, and of what the members know. */
import { memberRoleName } from '../../lambda/contract/members.js';
import { LINK_CONCLUDED, type LinkConcludedDetail } from '../../lambda/contract/published-event.js';
import { linkParameterName, RegistryPath, type StoredLinkRecord } from '../../lambda/contract/registry.js';
import type { WorldPlace } from '../../local/world-place.js';
import { secretsLeaked } from '../worlds/secrets-leaked.js';
import type { PerformedCall } from './call-journal.js';
import { recordOf } from './link-invariants.js';
import type { MemberEndpoint } from './member-endpoint.js';
import type { OrganizationCommand } from './organization-commands.js';
import type { OrganizationLife } from './organization-life.js';
import { HUB, isHome } from './organization-setting.js';
import { NAMESPACES } from './organization-synthesis.js';

/** A session continues for this time after its account has left. */
const SESSION_MILLISECONDS = 900_000;
/** Time between the call that failed and the event that reports it. */
const NEARBY_MILLISECONDS = 120_000;

/** @returns one sentence for each violation */
export function memberViolations(life: OrganizationLife, commands: readonly OrganizationCommand[]): string[] {
  return [
    ...callViolations(life),
    ...conclusionViolations(life, commands),
    ...life.endpoints.flatMap((one) => copyViolations(life, one)),
    ...life.world.allPlaces.flatMap((place) => leaksIn(place)),
    ...stringsInHub(life),
  ];
}

/** What the hub calls in a member; the role allows more only for the doctor of the command line. */
const CALLED =
  /^(ec2:(Describe\w+|CreateTags)|ssm:(Put|Get|Delete)Parameter\w*|events:PutEvents|sqs:GetQueueAttributes|sts:AssumeRole)$/;
const DENIED = /^(AccessDenied|AccessDeniedException|UnauthorizedOperation)$/;

function callViolations({ calls, memberships, trouble }: OrganizationLife): string[] {
  const ours = calls.entries.filter(isByHub);
  const found = ours.flatMap((call) => {
    const { account, action, at, refusal, isByFunction } = call;
    if (!CALLED.test(action)) return [`${action} was called in a member`];
    // STS is called in the hub, so that these calls are those of sessions. What people may assume, their own policies say.
    const hadLeft = !memberships.wasMember(account, at - SESSION_MILLISECONDS, at);
    if (hadLeft && isByFunction && refusal === undefined)
      return [`${action} was called in ${account} at ${new Date(at).toISOString()}, which had left`];
    const isExplained = trouble.hinders(call, at, at);
    if (refusal !== undefined && DENIED.test(refusal) && !isExplained)
      return [`${action} was denied in ${account} at ${new Date(at).toISOString()}, outside of the role`];
    return [];
  });
  return [...new Set(found)];
}

function isByHub({ account, region, roleArn }: PerformedCall): boolean {
  if (isHome({ account, region }) || roleArn === undefined) return false;
  return NAMESPACES.some((namespace) => roleArn.endsWith(`/${memberRoleName(namespace)}`));
}

interface Published {
  readonly place: WorldPlace;
  readonly at: number;
  readonly detail: LinkConcludedDetail;
}

function conclusionsOf(place: WorldPlace): Published[] {
  return place
    .published(LINK_CONCLUDED)
    .map(({ detail, time }) => ({ place, at: Date.parse(time), detail: detail as LinkConcludedDetail }));
}

/** Commands after which a publication may be interrupted, or repeated. */
const INTERRUPTS: readonly OrganizationCommand['kind'][] = ['die', 'die at Atlas', 'abort', 'AWS refuses'];

/** Each conclusion is published at the hub and, unless something hinders it, in the place of the endpoint alone. */
function conclusionViolations(
  { world, trouble, memberships }: OrganizationLife,
  commands: readonly OrganizationCommand[],
): string[] {
  const atHub = conclusionsOf(world.home);
  const inMembers = world.allPlaces.filter((place) => place !== world.home).flatMap(conclusionsOf);
  const isInterrupted = commands.some(({ kind }) => INTERRUPTS.includes(kind));
  const found: string[] = [];
  for (const { place, detail } of inMembers) {
    const { account, region } = place.aws;
    const name = `the conclusion of ${detail.executionArn}`;
    if (detail.account !== account || detail.region !== region)
      found.push(`${name} was published in ${account} in ${region}, which is not the endpoint's`);
    if (!atHub.some((one) => JSON.stringify(one.detail) === JSON.stringify(detail)))
      found.push(`${name} was published in ${account} and not at the hub`);
  }
  for (const { at, detail } of isInterrupted ? [] : atHub) {
    const { account, region, executionArn } = detail;
    if (isHome({ account, region }) || account === '') continue;
    const times = inMembers.filter((one) => one.detail.executionArn === executionArn).length;
    const isHindered = trouble.hinders(
      { account, region },
      at - NEARBY_MILLISECONDS,
      at + NEARBY_MILLISECONDS,
    );
    // An account that has left for good is not entered any more.
    const isMember = memberships.wasMember(account, at - NEARBY_MILLISECONDS, at);
    if (times > 1 || (times === 0 && !isHindered && isMember))
      found.push(`the conclusion of ${executionArn} was published ${times} times in ${account}`);
  }
  return found;
}

/** The copy in the member says what the hub's record says. */
function copyViolations(life: OrganizationLife, one: MemberEndpoint): string[] {
  const { endpoint, place } = one;
  const { endpointId } = endpoint;
  if (isHome(place.aws) || life.tampered.has(endpointId) || !life.memberships.isServed(place.aws)) return [];
  const record = recordOf(life, one);
  const value = place.aws.parameters.get(linkParameterName(endpointId))?.value;
  const copy = value === undefined ? undefined : (JSON.parse(value) as StoredLinkRecord);
  const at = `in ${place.aws.account} in ${place.aws.region}`;
  if (copy?.state !== record?.state || copy?.execution !== record?.execution)
    return [
      `${endpointId}: its copy ${at} has the state ${copy?.state}, and the hub's record ${record?.state}`,
    ];
  return differencesOf({ ...copy }, { ...record }).map(
    (field) => `${endpointId}: its copy ${at} has another ${field} than the hub's record`,
  );
}

/** Names of the fields with different values. */
function differencesOf(copy: Readonly<Record<string, unknown>>, record: Readonly<Record<string, unknown>>) {
  const fields = new Set([...Object.keys(copy), ...Object.keys(record)]);
  return [...fields].filter((field) => JSON.stringify(copy[field]) !== JSON.stringify(record[field]));
}

function leaksIn(place: WorldPlace): string[] {
  const { account, region } = place.aws;
  return secretsLeaked(place).map((wording) => `in ${account} in ${region}, ${wording}`);
}

/** Connection strings of members are stored in the member alone. */
function stringsInHub({ world, endpoints }: OrganizationLife): string[] {
  const { parameters } = world.home.aws;
  return endpoints
    .filter(({ place }) => place !== world.home)
    .flatMap(({ endpoint }) =>
      parameters.below(`${RegistryPath.CONNECTION_STRINGS}/${endpoint.endpointId}`, true),
    )
    .map(({ name }) => `the hub in ${HUB} has ${name}, which is a member's`);
}
