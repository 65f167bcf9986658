/**
 * What the rounds of an execution pass on. Prepare change polls, Apply change makes the change, and either may request
 * another round.
 */
import type {
  Applied,
  ChangeRecord,
  Creation,
  Prepared,
  PreparedRecord,
  Unanswered,
} from '../../../execution-data/change-record.js';
import type { ExecutionKind } from '../../../execution-data/workflow-input.js';

/** What the states of an execution hold. */
export interface RecordedChange {
  readonly prepared: PreparedRecord | undefined;
  readonly applied: Applied | undefined;
}

/** The results of earlier rounds that the next one needs. */
export interface PreviousRounds<K extends ExecutionKind = ExecutionKind>
  extends Omit<ChangeRecord, 'endpointServiceId' | 'again'> {
  /** Number of the last round; 0 before the first. */
  readonly round: number;
  /** Number of consecutive conflicts without an explanation. */
  readonly conflicts: number;
  /** The last poll; undefined before the first. */
  readonly prepared: Prepared<K> | undefined;
  readonly checkedAt?: string | undefined;
  readonly contradicted?: boolean | undefined;
}

export function previousRounds<K extends ExecutionKind>({
  prepared,
  applied,
}: {
  readonly prepared: Prepared<K> | undefined;
  readonly applied: Applied | undefined;
}): PreviousRounds<K> {
  const last = appliedOf({ prepared, applied }) ?? prepared;
  return {
    round: prepared?.round ?? 0,
    creation: last?.creation,
    unanswered: last?.unanswered,
    changed: last?.changed,
    registering: last?.registering,
    conflicts: last?.again?.conflicts ?? 0,
    prepared,
    checkedAt: prepared?.checkedAt,
    contradicted: prepared?.contradicted,
  };
}

/** Result of Apply change in the round of the last poll; undefined if it never returned. */
export function appliedOf({ prepared, applied }: RecordedChange): Applied | undefined {
  return applied?.round === prepared?.round ? applied : undefined;
}

/** What the execution has created, according to its records. */
export function creationIn(recorded: RecordedChange): Creation | undefined {
  return appliedOf(recorded)?.creation ?? recorded.prepared?.creation;
}

/** Whether the execution has made a change. If Apply change was cut off, what it sent is unknown. */
export function hasChanged(recorded: RecordedChange): boolean {
  const applied = appliedOf(recorded);
  const { prepared } = recorded;
  if (applied !== undefined) return applied.changed === true;
  return prepared?.again === undefined || prepared.changed === true;
}

/**
 * Whether a request to create may have succeeded without a record. If Apply change was cut off, what it sent is
 * unknown.
 */
export function unansweredIn(recorded: RecordedChange): Unanswered | undefined {
  const { prepared } = recorded;
  const applied = appliedOf(recorded);
  if (applied !== undefined || prepared === undefined) return applied?.unanswered;
  const mayHaveSent = !prepared.existed && prepared.creation === undefined && prepared.again === undefined;
  return mayHaveSent ? 'open' : prepared.unanswered;
}

/**
 * Judges a poll that has found something, or nothing, if the execution itself is to create it.
 *
 * @param mayBeOwn whether the found thing may be the effect of a request sent after the earlier poll
 */
export function judgeStanding(
  endpointServiceId: string | undefined,
  { creation, unanswered }: Pick<ChangeRecord, 'creation' | 'unanswered'>,
  mayBeOwn: (endpointServiceId: string) => boolean,
): Pick<Prepared, 'existed' | 'creation' | 'unanswered' | 'endpointServiceId'> {
  if (creation !== undefined)
    return { existed: false, creation, endpointServiceId: creation.endpointServiceId };
  if (endpointServiceId === undefined)
    return { existed: false, ...(unanswered === undefined ? {} : { unanswered: 'checked' as const }) };
  // Absent before the request, present at the first poll after it.
  if (unanswered === 'open' && mayBeOwn(endpointServiceId))
    return { existed: false, creation: { endpointServiceId, evidence: 'poll' }, endpointServiceId };
  // Absent at the poll after the request, or present before it: a late effect, or somebody else's. Not enough evidence
  // to remove it.
  return { existed: true, unanswered: unanswered && 'checked', endpointServiceId };
}
