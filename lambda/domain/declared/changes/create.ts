/** Apply change for something that is to exist: finds it, or sends one request to create it. */
import type { ChangeOutcome, Creation, PreparedRecord } from '../../../execution-data/change-record.js';
import type { AtlasError } from '../../model/errors/atlas-error.js';
import type { ClockPort } from '../../model/ports/clock.js';
import { againAfter } from '../../polling/again.js';
import { type Attempt, attemptCreation, type Creating } from './attempt-creation.js';

export interface CreateOrder<Thing> extends Creating<Thing> {
  readonly clock: ClockPort;
  /** The poll of this round. */
  readonly prepared: PreparedRecord;
  /** An earlier attempt of this round never returned, and may have succeeded. */
  readonly isCutOff: boolean;
  /** Id of the endpoint service. */
  readonly idOf: (thing: Thing) => string;
}

const NOTHING_DONE = { retained: false, adopted: false };

/** @throws AtlasError of a poll */
export async function create<Thing>(order: CreateOrder<Thing>): Promise<ChangeOutcome> {
  const { prepared, isCutOff, idOf, clock } = order;
  const { endpointServiceId } = prepared;
  if (prepared.creation !== undefined) return own(prepared.creation, clock);
  if (prepared.existed)
    return { ...NOTHING_DONE, adopted: true, endpointServiceId, unanswered: prepared.unanswered };
  if (!isCutOff) return outcomeOf(await attemptCreation(clock, order), order);
  // This round's poll found nothing and the attempt got no response: what exists now is its effect.
  const seen = await order.poll();
  if (seen !== undefined)
    return order.mayBeOwn(seen)
      ? own({ endpointServiceId: idOf(seen), evidence: 'poll' }, clock)
      : outcomeOf({ kind: 'met', thing: seen, isClear: false }, order);
  const outcome = outcomeOf(await attemptCreation(clock, order), order);
  // The poll has shown no effect of the attempt that was cut off; a late effect would count as somebody else's.
  return outcome.creation === undefined
    ? { ...outcome, unanswered: outcome.unanswered ?? 'checked' }
    : outcome;
}

function own(creation: Creation, clock: ClockPort): ChangeOutcome {
  const { endpointServiceId } = creation;
  return { ...NOTHING_DONE, creation, endpointServiceId, at: clock.now().toISOString() };
}

function outcomeOf<Thing>(
  attempt: Attempt<Thing>,
  { prepared, idOf, clock }: CreateOrder<Thing>,
): ChangeOutcome {
  const { unanswered } = prepared;
  switch (attempt.kind) {
    case 'created':
      return own({ endpointServiceId: idOf(attempt.thing), evidence: attempt.evidence }, clock);
    case 'met':
      return {
        ...NOTHING_DONE,
        adopted: true,
        endpointServiceId: idOf(attempt.thing),
        unanswered: attempt.isClear ? unanswered : 'checked',
      };
    case 'refused':
      return { ...refused(attempt.error, prepared.conflicts ?? 0), unanswered };
    case 'unanswered':
      return { ...refused(attempt.error, 0), unanswered: attempt.checked ? 'checked' : 'open' };
  }
}

function refused(error: AtlasError, conflicts: number): ChangeOutcome {
  const again = againAfter(error, conflicts);
  return again === undefined
    ? { ...NOTHING_DONE, refusal: `${error.message} ${error.advice}` }
    : { ...NOTHING_DONE, again };
}
