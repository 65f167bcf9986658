/** What is written to the registry about a link: when an execution begins, and when it ends. */
import type { LinkDescription } from '../../contract/attributes.js';
import { RECEIVE_TIMEOUT_SECONDS } from '../../contract/limits.js';
import type { LinkRecord, LinkState } from '../../contract/registry.js';
import { serviceKindOf } from '../../contract/service-kind.js';
import type { Conclusion } from '../../contract/workflow.js';
import type { LinkExecution, LinkTarget, Refusal } from '../../execution-data/workflow-input.js';
import { EndpointNotReadyError } from '../model/errors/endpoint-not-ready-error.js';
import { RegistryUnavailableError } from '../model/errors/registry-unavailable-error.js';
import type { FinalOutcome } from '../model/final-outcome.js';
import { emptyDescription } from '../model/link-description.js';
import type { RegistryPort } from '../model/ports/registry.js';
import { type OwnAutomation, othersRecord, ownRecord } from '../model/values/own-record.js';

/** An execution that begins to work on a link. */
export interface BeginningExecution {
  readonly name: string;
  /** Time of the claim: the order of claims decides which of two executions writes the record. */
  readonly claimedAt: Date;
  readonly target: LinkTarget;
  /** Does not join the execution that has the link, because that one has failed. */
  readonly restart?: boolean;
}

export interface ClaimedExecution extends Pick<BeginningExecution, 'name' | 'claimedAt'> {
  /** The registry did not take the claim. */
  readonly isUnclaimed?: boolean;
}

export type Claim =
  /** `joined`: another event has claimed the link, and its execution is to be followed. */
  | {
      readonly kind: 'claimed' | 'joined';
      readonly execution: ClaimedExecution;
      /** Of the record; absent if the registry took no claim. */
      readonly firstSeenAt?: string;
      /** The record that was written meanwhile, and that the claim has replaced. */
      readonly replaced?: LinkRecord;
    }
  /** Another automation has the link. */
  | { readonly kind: 'others'; readonly record: LinkRecord };

/**
 * Writes an execution's name into a link's record before anything is changed. From then on the link is the
 * automation's, and later triggers (the same event again, a tag event, the reconciliation) join this execution instead
 * of starting another.
 *
 * @param previous as read when the link's place was judged; not of another automation
 * @throws EndpointNotReadyError if another delivery has claimed the endpoint for another project of Data Federation
 */
export async function claimLink(
  { owner, registry }: ClaimDependencies,
  previous: LinkRecord | undefined,
  execution: BeginningExecution,
): Promise<Claim> {
  const { target } = execution;
  if (previous !== undefined && serviceKindOf(target) === 'data-federation')
    await requireNoOtherClaim(registry, previous, execution);
  const mayJoin = execution.restart !== true && !namesAnotherProject(previous, target);
  if (mayJoin && isJoinable(previous, owner)) return joined(previous);
  const record = beginningRecord('linking', owner, execution, previous);
  const first = await writeFirst(registry, previous, record);
  const { firstSeenAt } = record;
  if (first === undefined) return { kind: 'claimed', execution, firstSeenAt };
  if (isOfAnother(first, owner)) return { kind: 'others', record: first };
  if (namesAnotherProject(first, target)) throw claimedElsewhere(first);
  if (isJoinable(first, owner)) return joined(first);
  // An execution of our own that has just ended.
  await registry.put(record);
  return { kind: 'claimed', execution, firstSeenAt, replaced: first };
}

/**
 * For an execution whose claim Parameter Store has not taken: another event may have had more luck in the meantime.
 *
 * @returns undefined if there is no claim to be joined
 * @throws RegistryUnavailableError, UnreadableRecordError
 */
export async function claimOfAnotherEvent(
  { owner, registry }: ClaimDependencies,
  { target, restart }: BeginningExecution,
): Promise<Claim | undefined> {
  const record = await registry.find(target.endpointId);
  if (record === undefined || restart === true) return undefined;
  if (isOfAnother(record, owner)) return { kind: 'others', record };
  return isJoinable(record, owner) && !namesAnotherProject(record, target) ? joined(record) : undefined;
}

/**
 * The record that was judged is read again, because it is about to be overwritten.
 *
 * @throws EndpointNotReadyError if another delivery has claimed the endpoint for another project since, or may be about
 * to register it there
 */
async function requireNoOtherClaim(
  registry: RegistryPort,
  judged: LinkRecord,
  { target, claimedAt }: BeginningExecution,
): Promise<void> {
  const found = await registry.find(target.endpointId);
  if (found === undefined || !namesAnotherProject(found, target)) return;
  const isAsJudged = found.execution === judged.execution && found.state === judged.state;
  const ageSeconds = (claimedAt.getTime() - Date.parse(found.executionStartedAt)) / 1000;
  const isBeginning = found.state === 'linking' && ageSeconds < RECEIVE_TIMEOUT_SECONDS;
  if (!isAsJudged || isBeginning) throw claimedElsewhere(found);
}

/** An endpoint to Data Federation can be for another project by now; that of a dedicated service cannot. */
function namesAnotherProject(record: LinkRecord | undefined, target: LinkTarget): boolean {
  if (record === undefined || serviceKindOf(target) !== 'data-federation') return false;
  if (serviceKindOf(record.link) !== 'data-federation' || record.link.projectId === '') return false;
  return record.link.projectId !== target.projectId;
}

function claimedElsewhere({ link: { endpointId, projectId } }: LinkRecord): EndpointNotReadyError {
  return new EndpointNotReadyError(
    `VPC endpoint ${endpointId} has just been claimed for project ${projectId}; which project it is for is judged again.`,
  );
}

export interface ClaimDependencies {
  /** Service name of the automation. */
  readonly owner: string;
  readonly registry: RegistryPort;
}

/** A record of an earlier version has no owner, and may be claimed. */
function isOfAnother(record: LinkRecord, owner: string): boolean {
  return record.owner !== '' && record.owner !== owner;
}

function isJoinable(record: LinkRecord | undefined, owner: string): record is LinkRecord {
  return record?.state === 'linking' && record.owner === owner;
}

function joined({ execution, executionStartedAt, firstSeenAt }: LinkRecord): Claim {
  const claimed = { name: execution, claimedAt: new Date(executionStartedAt) };
  return { kind: 'joined', execution: claimed, firstSeenAt };
}

/**
 * Claims a link for its removal. From then on, an execution that is still creating the link does not overwrite the
 * removal's record.
 *
 * @param isMissing EC2 does not show the endpoint as alive
 * @returns the record of another automation that was first; undefined if the claim is valid
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
 * If there was no record, a record that was written meanwhile is not overwritten.
 *
 * @returns that record
 * @throws RegistryUnavailableError if Parameter Store contradicts itself; UnreadableRecordError
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
    // It was removed a moment ago; or the response is stale, and the owner of the existing record is unknown.
    if (await registry.create(record)) return undefined;
    throw new RegistryUnavailableError(
      `Parameter Store has a record of ${record.link.endpointId}, but does not return it.`,
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
    link: previous !== undefined && isAt(previous, target) ? previous.link : emptyDescription(target),
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

function isAt({ link }: LinkRecord, target: LinkTarget): boolean {
  return link.projectId === target.projectId && link.endpointServiceId === target.endpointServiceId;
}

/**
 * Drops a removal because its endpoint exists: restores the previous state of the record. If that is unknown, the next
 * reconciliation finds a removal without an execution.
 *
 * @param claim as read a moment ago
 */
export async function returnClaim(registry: Pick<RegistryPort, 'put'>, claim: LinkRecord): Promise<void> {
  const { stateBefore, missingSince: _, ...record } = claim;
  if (stateBefore === undefined || stateBefore === 'linking') return;
  await registry.put({ ...record, state: stateBefore });
}

/**
 * Records what a reconciliation has seen in EC2 of an endpoint whose record needs no other change. The record is read
 * again, and one that was written meanwhile is not changed.
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

/** Records that the stored connection strings of an endpoint are those that Atlas lists, like {@link noteAbsence}. */
export async function noteConnectionStrings(
  registry: Pick<RegistryPort, 'find' | 'put'>,
  seen: LinkRecord,
  connectionStringsDigest: string,
): Promise<void> {
  await amend(registry, seen, (record) => ({ ...record, connectionStringsDigest }));
}

/**
 * Writes the copy in a member account that could not be written before, like {@link noteAbsence}.
 *
 * @returns false if it could not be written now
 */
export async function renewCopy(
  registry: Pick<RegistryPort, 'find' | 'put'>,
  seen: LinkRecord,
): Promise<boolean> {
  await amend(registry, seen, (record) => record);
  const found = await registry.find(seen.link.endpointId);
  return found?.copyMissed !== true;
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
  /** True if the last poll had no response from Atlas. */
  readonly unseen?: boolean | undefined;
}

/** True if an execution with a later claim on the link reports its state. */
export function hasLaterClaim(
  record: LinkRecord,
  { name, input }: Pick<FailedLinkExecution, 'name' | 'input'>,
): boolean {
  // A redelivery may have written the claim of the same execution again, with its own time.
  if (record.execution === name) return false;
  return record.executionStartedAt > (input.claimedAt ?? input.startedAt);
}

/**
 * `later`: another execution has the link now; `others`: another automation has it; `settled`: nothing is left to
 * record.
 */
export type RecordedConclusion = 'written' | 'later' | 'others' | 'settled';

/** Records how an execution has ended, unless another execution or automation has the link now. */
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
  // Its removal has been concluded before, and the reconciliation has nothing left to remove.
  if (state === 'deleted' && previous === undefined && isAbsent(execution)) return 'settled';
  const first = await writeFirst(registry, previous, endRecord(state, own.owner, execution, previous, now));
  return first === undefined ? 'written' : recordOver(first, own.owner);
}

/** A record written between the poll and the conclusion: of another automation, or a later claim. */
function recordOver(first: LinkRecord, owner: string): RecordedConclusion {
  return isOfAnother(first, owner) ? 'others' : 'later';
}

/** True if the link was absent or being removed at the last poll. A failed poll proves neither. */
function isAbsent({ description, unseen }: FailedLinkExecution): boolean {
  return unseen !== true && (description.connectionStatus === '' || description.deleteRequested);
}

/**
 * Removes the record of an endpoint that is not linked after all, while it names this execution.
 *
 * @param name of the execution
 * @returns false if the record is another's, or does not exist
 */
export async function releaseClaim(
  { registry, ...own }: OwnAutomation & { readonly registry: RegistryPort },
  endpointId: string,
  name: string,
): Promise<boolean> {
  const record = ownRecord(await registry.find(endpointId), own);
  if (record?.state !== 'linking' || record.execution !== name) return false;
  await forgetLink(registry, endpointId);
  return true;
}

/** Deletes the record last, so that a crash in between leaves something to continue from. */
export async function forgetLink(registry: RegistryPort, endpointId: string): Promise<void> {
  const stored = await registry.connectionStrings(endpointId);
  const clusters = stored.map(({ cluster }) => cluster);
  if (clusters.length > 0) await registry.removeConnectionStrings(endpointId, clusters);
  await registry.remove(endpointId);
}

/** A failed removal is still to be done: the reconciliation starts it again. */
function stateAfter(goal: LinkExecution['goal'], outcome: Conclusion): LinkState | 'none' {
  if (goal === 'available' || outcome === 'retained') return outcome;
  return outcome === 'deleted' ? 'none' : 'unlinking';
}

/** True if the record says that the endpoint was refused for this reason, so that it has been reported. */
export function isRecordedRefusal(record: LinkRecord | undefined, { message, advice }: Refusal): boolean {
  return record?.state === 'failed' && record.message === short(message) && record.advice === short(advice);
}

/** Leaves space in a standard parameter for all attributes and for Atlas's message. */
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
    // A removal that is started again continues from what was known.
    ...(input.goal === 'deleted' && previous?.missingSince !== undefined
      ? { missingSince: previous.missingSince }
      : {}),
  };
}

function short(text: string): string {
  return text.length <= TEXT_LIMIT ? text : `${text.slice(0, TEXT_LIMIT - 1)}…`;
}
