/** What the rounds of an execution hand on: Prepare change looks, Apply change changes, and either may ask for another round. */
import type {
  Applied,
  ChangeRecord,
  Creation,
  Prepared,
  PreparedRecord,
  Unanswered,
} from '../../execution-data/change-record.js';
import type { ExecutionKind } from '../../execution-data/workflow-input.js';

/** What the states of an execution hold. */
export interface RecordedChange {
  readonly prepared: PreparedRecord | undefined;
  readonly applied: Applied | undefined;
}

/** What earlier rounds have come to, as far as the next one needs it. */
export interface PreviousRounds<K extends ExecutionKind = ExecutionKind>
  extends Omit<ChangeRecord, 'endpointServiceId' | 'again'> {
  /** Number of the last round; 0 before the first. */
  readonly round: number;
  /** Unexplained ones in a row. */
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
    conflicts: last?.again?.conflicts ?? 0,
    prepared,
    checkedAt: prepared?.checkedAt,
    contradicted: prepared?.contradicted,
  };
}

/** What Apply change has come to in the round of the last poll; undefined when it never returned. */
export function appliedOf({ prepared, applied }: RecordedChange): Applied | undefined {
  return applied?.round === prepared?.round ? applied : undefined;
}

/** What the execution has created, on record. */
export function creationIn(recorded: RecordedChange): Creation | undefined {
  return appliedOf(recorded)?.creation ?? recorded.prepared?.creation;
}

/** Whether the execution has changed what was there. Apply change that was cut off says nothing of what it has sent. */
export function hasChanged(recorded: RecordedChange): boolean {
  const applied = appliedOf(recorded);
  const { prepared } = recorded;
  if (applied !== undefined) return applied.changed === true;
  return prepared?.again === undefined || prepared.changed === true;
}

/**
 * Whether a request to create may have had its effect without a record. Apply change that was cut off says nothing of
 * what it has sent.
 */
export function unansweredIn(recorded: RecordedChange): Unanswered | undefined {
  const { prepared } = recorded;
  const applied = appliedOf(recorded);
  if (applied !== undefined || prepared === undefined) return applied?.unanswered;
  const mayHaveSent = !prepared.existed && prepared.creation === undefined && prepared.again === undefined;
  return mayHaveSent ? 'open' : prepared.unanswered;
}

/**
 * Of a poll that has found something, or nothing, where the execution itself wants to create it.
 *
 * @param mayBeOwn whether what was found can be the effect of a request after the earlier poll
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
  // Absent at the poll after the request, or there before it: a late effect, or somebody else's. Not enough to remove it.
  return { existed: true, unanswered: unanswered && 'checked', endpointServiceId };
}
