/** Invariants of the requests that have made and removed links during a whole sequence. */
import type { JournalEntry } from '../../local/atlas/journal.js';
import { API_KEY, SERVICE_ACCOUNT } from '../../local/world.js';
import { wasCommanded } from './command-invariants.js';
import type { MemberEndpoint } from './member-endpoint.js';
import { type OrganizationLife, SECOND_KEY } from './organization-life.js';
import { mayReach } from './organization-setting.js';
import { SELECTING_TAGS } from './organization-synthesis.js';
import { wasWanted, wasWantedSince } from './wishes.js';

/** @returns one sentence for each request that must not have been sent */
export function requestViolations(life: OrganizationLife): string[] {
  const { entries } = life.world.atlas.journal;
  return entries.flatMap((entry) => {
    if (entry.status === 401) return [];
    const endpointId = endpointIdOf(entry);
    if (endpointId === undefined) return [];
    const one = life.endpoints.find(({ endpoint }) => endpoint.endpointId === endpointId);
    const found = one === undefined ? ['which is of nobody here'] : reasonsAgainst(life, one, entry);
    return found.map(
      (reason) => `${new Date(entry.at).toISOString()} ${entry.method} of link ${endpointId}, ${reason}`,
    );
  });
}

/** Endpoint of a request that makes or removes a link. */
function endpointIdOf({ method, path, endpointId }: JournalEntry): string | undefined {
  if (method === 'POST') return endpointId;
  return method === 'DELETE' ? /\/endpoint\/(vpce-\w+)/.exec(path)?.[1] : undefined;
}

function reasonsAgainst(life: OrganizationLife, one: MemberEndpoint, entry: JournalEntry): string[] {
  const { projectIndex, place, wasSelected, service } = one;
  const found: string[] = [];
  if (!entry.path.includes(`/groups/${life.projectOf(one).id}/`)) found.push('in another project');
  if (!entry.path.includes(`/endpointService/${service.id}/`)) found.push('on another endpoint service');
  if (!mayReach(life.rules, projectIndex, place.aws)) found.push('whose place may not reach the project');
  if (entry.method === 'DELETE' && wasCommanded(life, one, entry.at)) return found;
  if (!wasSelected) found.push('which was never selected');
  if (!isOfItsHub(life, one, entry)) found.push('by a hub that never selected it');
  found.push(
    ...(entry.method === 'POST' ? againstRegistration(life, one, entry) : againstRemoval(life, one, entry)),
  );
  return found;
}

/** The key of a request shows which hub has sent it. */
function isOfItsHub(
  { rules }: OrganizationLife,
  { tagKeys }: MemberEndpoint,
  { identity }: JournalEntry,
): boolean {
  if (!rules.second || rules.selection === 'all') return true;
  if (identity === SECOND_KEY.publicKey) return tagKeys.includes(SELECTING_TAGS[1]);
  const isFirst = identity === API_KEY.publicKey || identity === SERVICE_ACCOUNT.clientId;
  // A request whose fault came before its authentication has no identity.
  return identity === undefined || (isFirst && tagKeys.includes(SELECTING_TAGS[0]));
}

/** Time between the last poll of EC2 before a registration and its last retry. */
const DECISION_MILLISECONDS = 60_000;
/** A session continues for this time after its account has left. */
const SESSION_MILLISECONDS = 900_000;

function againstRegistration(life: OrganizationLife, one: MemberEndpoint, { at }: JournalEntry): string[] {
  const { account } = one.place.aws;
  return [
    ...(wasAsked(life, one, one.endpoint.createdAt, at) ? [] : ['and its account was never asked about it']),
    ...(wasWantedSince(one, at - DECISION_MILLISECONDS, at) ? [] : ['which was not to be linked any more']),
    ...(life.memberships.wasMember(account, at - SESSION_MILLISECONDS, at) ? [] : ['whose account had left']),
  ];
}

function againstRemoval(life: OrganizationLife, one: MemberEndpoint, { at }: JournalEntry): string[] {
  if (wasCommanded(life, one, at)) return [];
  if (wasWanted(one, at)) return ['which was to be linked'];
  const last = one.wishes.findLast((wish) => wish.at <= at);
  const unwantedSince = last?.isWanted === false ? last.at : (one.wishes[0]?.at ?? 0);
  return wasAsked(life, one, unwantedSince, at) ? [] : ['and its account was not asked since it was wanted'];
}

/** True if EC2 of the endpoint's place has responded to a function of a hub between these times. */
function wasAsked(
  { calls }: OrganizationLife,
  { place }: MemberEndpoint,
  from: number,
  until: number,
): boolean {
  const { account, region } = place.aws;
  return calls.entries.some(
    (call) =>
      call.action === 'ec2:DescribeVpcEndpoints' &&
      call.account === account &&
      call.region === region &&
      call.isByFunction &&
      // EC2 refuses an id that it does not know: this is a response as well.
      (call.refusal === undefined || call.refusal.includes('NotFound')) &&
      from <= call.at &&
      call.at <= until,
  );
}
