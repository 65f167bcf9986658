/** The accounts and Regions of a hub, and whether their roles can be assumed now. */

import { lazyEc2 } from '../../lambda/aws/lazy-ec2.js';
import { createMemberQueue } from '../../lambda/aws/member-queue.js';
import { HEARTBEAT_MINUTES, SILENT_MILLISECONDS } from '../../lambda/contract/members.js';
import { atMostAtOnce } from '../../lambda/domain/model/at-most-at-once.js';
import type { HeardMember } from '../../lambda/domain/model/ports/members.js';
import { InterfaceEndpoints } from '../aws/interface-endpoints.js';
import { sdkQueues } from '../aws/sdk-services.js';
import { failureOf } from '../errors/failure.js';
import { isRoleRefused } from '../errors/refused-role.js';
import type { Access } from '../session/access.js';
import { type BusSenders, outsideUnits } from './bus-senders.js';
import { membersAndExpected } from './expected-members.js';
import type { HubAccess } from './hub-access.js';
import { type VersionStatus, versionAdvice, versionStatus } from './template-version.js';

export interface MemberRow {
  readonly account: string;
  /** Region of the VPC endpoints. */
  readonly region: string;
  /** Version of its template; null before its first heartbeat. */
  readonly version: number | null;
  /** The same, compared with the version of this release. */
  readonly versionStatus: VersionStatus;
  /** ISO 8601: its last heartbeat, or its first event; null if it was never heard. */
  readonly heardAt: string | null;
  /** True if heartbeats are missing. */
  readonly silent: boolean;
  /** Whether EC2 responds there to the member's role, assumed with the caller's credentials; null if that is not known. */
  readonly reachable: boolean | null;
  /** Events in its dead-letter queue, which could not be delivered to the hub; null if that is not known. */
  readonly deadLetters: number | null;
  /** What is unusual; empty if nothing is. */
  readonly note: string;
}

/** Each costs a request to STS, one to EC2 and one to SQS. */
const MEMBERS_AT_ONCE = 10;

export interface MembersWanted {
  /** False: no role of a member is assumed. */
  readonly enters: boolean;
  /** Ids of accounts that should be members, whether they were heard or not. */
  readonly expected: readonly string[];
  /** Whose events the bus of the hub takes; undefined if its policy cannot be read. */
  readonly senders: BusSenders | undefined;
}

/**
 * @throws RegistryUnavailableError
 */
export async function listMembers(
  { clock }: Pick<Access, 'clock'>,
  hub: HubAccess,
  { enters, expected, senders }: MembersWanted,
): Promise<MemberRow[]> {
  const members = membersAndExpected(hub, await hub.listHeardMembers(), expected);
  const entries = enters
    ? await atMostAtOnce(MEMBERS_AT_ONCE, members, (member) => enter(hub, member))
    : members.map((): Entry => NOT_ENTERED);
  const mayEnter = entries.some(({ kind }) => kind === 'entered');
  return members.map((member, index) => {
    const entry = entries[index] ?? NOT_ENTERED;
    const deadLetters = entry.kind === 'entered' ? entry.deadLetters : null;
    const row = rowOf(member, judged(entry, mayEnter), deadLetters, { now: clock.now(), senders });
    return isListed(hub, member) ? row : { ...row, note: NOT_LISTED };
  });
}

function isListed({ setting }: HubAccess, { place }: HeardMember): boolean {
  return setting.accounts === undefined || setting.accounts.includes(place.account);
}

const NOT_LISTED = 'The hub does not serve it: add the account to AtlasMembers.accounts, and deploy the hub.';

type Entry =
  | { readonly kind: 'entered'; readonly deadLetters: number | null }
  | { readonly kind: 'not entered' }
  /** `refused`: by the role of the member. */
  | { readonly kind: 'refused' | 'failed'; readonly message: string };

const NOT_ENTERED: Entry = { kind: 'not entered' };

async function enter({ callerAt, setting }: HubAccess, { place }: HeardMember): Promise<Entry> {
  const caller = callerAt(place);
  try {
    await new InterfaceEndpoints(lazyEc2(undefined, caller)).requireReadable();
    const queue = createMemberQueue(place, setting.namespace, sdkQueues(caller));
    const deadLetters = await queue.countMessages().catch(() => null);
    return { kind: 'entered', deadLetters };
  } catch (error) {
    const { message } = failureOf(error);
    return { kind: isRoleRefused(error) ? 'refused' : 'failed', message };
  }
}

/** A refusal says something about a member only if other members let these credentials in. */
function judged(entry: Entry, mayEnter: boolean): Pick<MemberRow, 'reachable' | 'note'> {
  switch (entry.kind) {
    case 'entered':
      return { reachable: true, note: deadLetterNote(entry.deadLetters) };
    case 'not entered':
      return { reachable: null, note: '' };
    case 'failed':
      return { reachable: false, note: entry.message };
    case 'refused':
      return mayEnter
        ? {
            reachable: false,
            note: 'Its role is missing, or refuses the hub: deploy the member stack again.',
          }
        : { reachable: null, note: 'Its role refuses your credentials.' };
  }
}

function deadLetterNote(messages: number | null): string {
  if (messages === null) return 'Its dead-letter queue cannot be read.';
  if (messages === 0) return '';
  return `${messages} of its events could not be delivered: the messages of its dead-letter queue say why (ERROR_CODE). Delete them once the cause is removed.`;
}

function rowOf(
  { place, memberVersion, heardAt }: HeardMember,
  { reachable, note }: Pick<MemberRow, 'reachable' | 'note'>,
  deadLetters: number | null,
  { now, senders }: { readonly now: Date; readonly senders: BusSenders | undefined },
): MemberRow {
  const silent = heardAt === undefined || now.getTime() - heardAt.getTime() >= SILENT_MILLISECONDS;
  const notes = [silenceOf(heardAt, silent, senders), versionAdvice(memberVersion), note];
  return {
    account: place.account,
    region: place.region,
    version: memberVersion ?? null,
    versionStatus: versionStatus(memberVersion),
    heardAt: heardAt?.toISOString() ?? null,
    silent,
    reachable,
    deadLetters,
    note: notes.filter((text) => text !== '').join(' '),
  };
}

function silenceOf(heardAt: Date | undefined, silent: boolean, senders: BusSenders | undefined): string {
  if (!silent) return '';
  const silence =
    heardAt === undefined
      ? 'It was never heard: deploy the member stack there, and wait for an hour.'
      : `It sends an event every ${HEARTBEAT_MINUTES} min, and the last ones did not arrive: check its rules, and the bus of the hub.`;
  return senders?.kind === 'units' ? `${silence} ${outsideUnits(senders.paths)}` : silence;
}
