/** Output of a waiting task when another caller has seen that its endpoint has changed. */
import type { Acceptance } from '../../execution-data/observation.js';
import { jsonText } from '../../json/json-text.js';
import { type JsonRecord, record } from '../../json/record.js';
import { validate } from '../../json/validate.js';
import type { WaitingLink } from '../model/ports/waiting-links.js';
import { outcomeFor } from './acceptance.js';
import { ACCEPTED_POLL_SECONDS, LONGEST_PAUSE_SECONDS } from './acceptance-pace.js';

/**
 * @param delaySeconds until Atlas is polled, if EC2 shows `available`
 * @returns JSON; undefined if the task's stored data cannot be read: the task then notices the change itself, later
 */
export function wakingOutput(
  { observation, endpointState, acceptedAt, availableAt, pendingAt }: WaitingLink,
  by: NonNullable<Acceptance['noticedBy']>,
  delaySeconds: number,
): string | undefined {
  const left = recordIn(observation);
  if (left === undefined) return undefined;
  const next = nextAfter(outcomeFor(endpointState), delaySeconds);
  // EC2 has just been read.
  const { unreadSince: _, ...before } = Object(left.acceptance);
  const acceptance = {
    ...before,
    ...(acceptedAt === '' ? {} : { acceptedAt }),
    ...(availableAt === '' ? {} : { availableAt }),
    ...(pendingAt === '' ? {} : { pendingAt }),
    noticedBy: by,
  };
  return JSON.stringify({ ...left, ...next, acceptance });
}

/** If Atlas has always needed some time so far, the first poll waits for that time: in the function if it is short. */
export function nextAfter(outcome: ReturnType<typeof outcomeFor>, delaySeconds: number) {
  if (outcome !== 'accepted') return { outcome, waitSeconds: ACCEPTED_POLL_SECONDS } as const;
  const isLong = delaySeconds > LONGEST_PAUSE_SECONDS;
  return { outcome: isLong ? 'pending' : outcome, waitSeconds: delaySeconds } as const;
}

function recordIn(text: string): JsonRecord | undefined {
  const read = validate(jsonText(record), text);
  return read.kind === 'valid' ? read.value : undefined;
}
