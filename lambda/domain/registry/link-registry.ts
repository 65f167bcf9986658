/** What the registry is told of a link: when an execution begins with it, and how the execution ends. */
import type { LinkDescription } from '../../contract/attributes.js';
import type { LinkRecord, LinkState } from '../../contract/registry.js';
import type { Conclusion } from '../../contract/workflow.js';
import type { LinkExecution, LinkTarget } from '../../execution-data/workflow-input.js';
import { RegistryUnavailableError } from '../model/errors/registry-unavailable-error.js';
import type { FinalOutcome } from '../model/final-outcome.js';
import { emptyDescription } from '../model/link-description.js';
import { type OwnAutomation, othersRecord } from '../model/own-record.js';
import type { RegistryPort } from '../model/ports/registry.js';

/** An execution that begins with a link. */
export interface BeginningExecution {
  readonly name: string;
  /** When it claims the link: the order of claims decides which of two executions writes the record. */
  readonly claimedAt: Date;
  readonly target: LinkTarget;
  /** Does not join an execution that has the link: that one has died. */
  readonly restart?: boolean;
}

export type ClaimedExecution = Pick<BeginningExecution, 'name' | 'claimedAt'>;

export type Claim =
  /** `joined`: another event has claimed the link, and its execution is to follow it. */
  | { readonly kind: 'claimed' | 'joined'; readonly execution: ClaimedExecution }
  /** Another automation has the link. */
  | { readonly kind: 'others'; readonly record: LinkRecord };

/**
 * Puts an execution's name on a link, before anything is changed: from here on the link is the automation's, and whoever comes
 * next (the same event again, a tag's event, the reconciliation) joins this execution instead of starting another.
 *
 * @param earlier not of another automation
 */
export async function claimLink(
  { owner, registry }: ClaimDependencies,
  previous: LinkRecord | undefined,
  execution: BeginningExecution,
): Promise<Claim> {
  if (isJoinable(previous, owner) && execution.restart !== true) return joined(previous);
  const record = beginningRecord('linking', owner, execution, previous);
  const first = await writeFirst(registry, previous, record);
  if (first === undefined) return { kind: 'claimed', execution };
  if (isOfAnother(first, owner)) return { kind: 'others', record: first };
  if (isJoinable(first, owner)) return joined(first);
  // One of our own that has just ended.
  await registry.put(record);
  return { kind: 'claimed', execution };
}

export interface ClaimDependencies {
  /** Service name of the automation. */
  readonly owner: string;
  readonly registry: RegistryPort;
}

/** A record of an earlier version names no owner, and may be claimed. */
function isOfAnother(record: LinkRecord, owner: string): boolean {
  return record.owner !== '' && record.owner !== owner;
}

function isJoinable(record: LinkRecord | undefined, owner: string): record is LinkRecord {
  return record?.state === 'linking' && record.owner === owner;
}

function joined({ execution, executionStartedAt }: LinkRecord): Claim {
  return { kind: 'joined', execution: { name: execution, claimedAt: new Date(executionStartedAt) } };
}

/**
 * From here on, an execution that is still making the link does not overwrite what the removal writes.
 *
 * @param isMissing EC2 does not show the endpoint as alive
 * @returns the record of another automation that has come first; undefined when the claim holds
 */
export async function claimRemoval(
  { owner, registry }: ClaimDependencies,
  previous: LinkRecord | undefined,
  execution: BeginningExecution,
  isMissing = false,
): Promise<LinkRecord | undefined> {
  const now = execution.claimedAt.toISOString();
  const missingSince = previous?.missingSince ?? (isMissing ? now : undefined);
  const stateBefore = previous?.state === 'unlinking' ? previous.stateBefore : previous?.state;
  const record = { ...beginningRecord('unlinking', owner, execution, previous), missingSince, stateBefore };
  const first = await writeFirst(registry, previous, record);
  if (first === undefined) return undefined;
  if (isOfAnother(first, owner)) return first;
  await registry.put(record);
  return undefined;
}

/**
 * Where there was no record, none is overwritten that somebody has written meanwhile.
 *
 * @returns that one
 * @throws RegistryUnavailableError when Parameter Store contradicts itself; UnreadableRecordError
 */
async function writeFirst(
  registry: RegistryPort,
  previous: LinkRecord | undefined,
  record: LinkRecord,
): Promise<LinkRecord | undefined> {
  if (previous === undefined) {
    if (await registry.create(record)) return undefined;
    const first = await registry.find(record.link.endpointId);
    if (first !== undefined) return first;
    // Removed a moment ago; or the response is stale, and what is there may be anybody's.
    if (await registry.create(record)) return undefined;
    throw new RegistryUnavailableError(
      `Parameter Store has a record of ${record.link.endpointId}, and does not show it.`,
    );
  }
  await registry.put(record);
  return undefined;
}

function beginningRecord(
  state: LinkState,
  owner: string,
  { name, claimedAt, target }: BeginningExecution,
  previous: LinkRecord | undefined,
): LinkRecord {
  const now = claimedAt.toISOString();
  return {
    version: 1,
    state,
    link: previous?.link ?? emptyDescription(target),
    region: target.region,
    account: target.account ?? previous?.account ?? '',
    owner,
    execution: name,
    executionStartedAt: now,
    firstSeenAt: previous?.firstSeenAt ?? now,
    lastSeenAt: now,
    message: '',
    advice: '',
    warnings: previous?.warnings ?? [],
  };
}

/**
 * A removal is left because its endpoint lives: the record says again what it said before. Where that is not known, the
 * next reconciliation finds a removal without an execution.
 *
 * @param claim as it was read a moment ago
 */
export async function returnClaim(registry: Pick<RegistryPort, 'put'>, claim: LinkRecord): Promise<void> {
  const { stateBefore, missingSince: _, ...record } = claim;
  if (stateBefore === undefined || stateBefore === 'linking') return;
  await registry.put({ ...record, state: stateBefore });
}

/**
 * What a reconciliation has seen in EC2 of an endpoint whose record says nothing else of it: the record is read again,
 * and one that somebody has written meanwhile is left as it is.
 *
 * @param missingSince undefined: EC2 shows the endpoint
 */
export async function noteAbsence(
  registry: Pick<RegistryPort, 'find' | 'put'>,
  seen: LinkRecord,
  missingSince: Date | undefined,
): Promise<void> {
  await amend(registry, seen, ({ missingSince: _, ...record }) =>
    missingSince === undefined ? record : { ...record, missingSince: missingSince.toISOString() },
  );
}

/** What is stored of an endpoint's connection strings is what Atlas lists: as {@link noteAbsence}. */
export async function noteConnectionStrings(
  registry: Pick<RegistryPort, 'find' | 'put'>,
  seen: LinkRecord,
  connectionStringsDigest: string,
): Promise<void> {
  await amend(registry, seen, (record) => ({ ...record, connectionStringsDigest }));
}

async function amend(
  registry: Pick<RegistryPort, 'find' | 'put'>,
  seen: LinkRecord,
  change: (record: LinkRecord) => LinkRecord,
): Promise<void> {
  const found = await registry.find(seen.link.endpointId);
  if (found !== undefined && isSame(found, seen)) await registry.put(change(found));
}

function isSame(found: LinkRecord, seen: LinkRecord): boolean {
  return (
    found.owner === seen.owner &&
    found.execution === seen.execution &&
    found.state === seen.state &&
    found.missingSince === seen.missingSince
  );
}

export interface FailedLinkExecution {
  readonly name: string;
  readonly input: LinkExecution;
  readonly description: LinkDescription;
  readonly finalOutcome: FinalOutcome;
  /** Atlas gave no response to the last poll. */
  readonly unseen?: boolean | undefined;
}

/** True where an execution that has claimed the link after this one is to say what becomes of it. */
export function hasLaterClaim(
  record: LinkRecord,
  { name, input }: Pick<FailedLinkExecution, 'name' | 'input'>,
): boolean {
  // A redelivery may have written the claim of the same execution once more, with its own time.
  if (record.execution === name) return false;
  return record.executionStartedAt > (input.claimedAt ?? input.startedAt);
}

/** `later`: another execution has the link by now; `others`: another automation has; `settled`: nothing is left to record. */
export type RecordedConclusion = 'written' | 'later' | 'others' | 'settled';

/** Writes how an execution has ended, unless the link is another execution's or another automation's by now. */
export async function recordConclusion(
  { registry, ...own }: OwnAutomation & { readonly registry: RegistryPort },
  execution: FailedLinkExecution,
  now: Date,
): Promise<RecordedConclusion> {
  const { endpointId } = execution.input.target;
  const previous = await registry.find(endpointId);
  if (othersRecord(previous, own) !== undefined) return 'others';
  if (previous !== undefined && hasLaterClaim(previous, execution)) return 'later';
  const state = stateAfter(execution.input.goal, execution.finalOutcome.outcome);
  if (state === 'none') {
    await forgetLink(registry, endpointId);
    return 'written';
  }
  // Its removal has been concluded before, and nothing is left that the reconciliation would have to remove.
  if (state === 'deleted' && previous === undefined && isAbsent(execution)) return 'settled';
  const first = await writeFirst(registry, previous, endRecord(state, own.owner, execution, previous, now));
  return first === undefined ? 'written' : recordOver(first, own.owner);
}

/** A record that was written between the poll and the conclusion: of another automation, or a later claim. */
function recordOver(first: LinkRecord, owner: string): RecordedConclusion {
  return isOfAnother(first, owner) ? 'others' : 'later';
}

/** As Atlas had it at the last poll: not there, or being removed. What could not be asked says neither. */
function isAbsent({ description, unseen }: FailedLinkExecution): boolean {
  return unseen !== true && (description.connectionStatus === '' || description.deleteRequested);
}

/** The record goes last, so that a crash between the two leaves something to begin again from. */
export async function forgetLink(registry: RegistryPort, endpointId: string): Promise<void> {
  const stored = await registry.connectionStrings(endpointId);
  const clusters = stored.map(({ cluster }) => cluster);
  if (clusters.length > 0) await registry.removeConnectionStrings(endpointId, clusters);
  await registry.remove(endpointId);
}

/** A removal that failed is still to be made: the reconciliation begins it again. */
function stateAfter(goal: LinkExecution['goal'], outcome: Conclusion): LinkState | 'none' {
  if (goal === 'available' || outcome === 'retained') return outcome;
  return outcome === 'deleted' ? 'none' : 'unlinking';
}

/** Room in a standard parameter for all attributes, and for what Atlas says. */
const TEXT_LIMIT = 500;

function endRecord(
  state: LinkState,
  owner: string,
  { name, input, description, finalOutcome }: FailedLinkExecution,
  previous: LinkRecord | undefined,
  now: Date,
): LinkRecord {
  return {
    version: 1,
    state,
    link: { ...description, errorMessage: short(description.errorMessage) },
    region: input.target.region,
    account: input.target.account ?? previous?.account ?? '',
    owner,
    execution: name,
    executionStartedAt: input.claimedAt ?? input.startedAt,
    firstSeenAt: previous?.firstSeenAt ?? input.startedAt,
    lastSeenAt: now.toISOString(),
    message: short(finalOutcome.message),
    advice: short(finalOutcome.advice),
    warnings: (input.warnings ?? []).map(({ code }) => code),
    // A removal that has to be re-created goes on from what was known.
    ...(input.goal === 'deleted' && previous?.missingSince !== undefined
      ? { missingSince: previous.missingSince }
      : {}),
  };
}

function short(text: string): string {
  return text.length <= TEXT_LIMIT ? text : `${text.slice(0, TEXT_LIMIT - 1)}…`;
}
