/** What a task that waits ends with, when somebody else has seen that its endpoint has changed. */
import type { Acceptance } from '../../execution-data/observation.js';
import type { WaitingLink } from '../model/ports/waiting-links.js';
import { outcomeFor } from './acceptance.js';
import { ACCEPTED_LOOK_SECONDS } from './acceptance-pace.js';

/** @returns JSON; undefined where what the task has left behind cannot be read: it notices by itself, later */
export function wakingOutput(
  { observation, endpointState, acceptedAt, availableAt, pendingAt }: WaitingLink,
  by: NonNullable<Acceptance['noticedBy']>,
): string | undefined {
  const left = recordIn(observation);
  if (left === undefined) return undefined;
  const outcome = outcomeFor(endpointState);
  const acceptance = {
    ...Object(left.acceptance),
    ...(acceptedAt === '' ? {} : { acceptedAt }),
    ...(availableAt === '' ? {} : { availableAt }),
    ...(pendingAt === '' ? {} : { pendingAt }),
    noticedBy: by,
  };
  return JSON.stringify({ ...left, outcome, waitSeconds: ACCEPTED_LOOK_SECONDS, acceptance });
}

function recordIn(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : undefined;
  } catch {
    return undefined;
  }
}
