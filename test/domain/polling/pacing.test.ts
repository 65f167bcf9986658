import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  MAX_CONNECTION_STRINGS_TIMEOUT_SECONDS,
  MAX_LINK_TIMEOUT_SECONDS,
} from '../../../lambda/contract/limits.js';
import { secondsUntilNextPoll } from '../../../lambda/domain/polling/pacing.js';
import { POSTPONED_SECONDS } from '../../../lambda/domain/polling/postpone.js';

const HOUR = 3600;
const seconds = fc.integer({ min: 0, max: 2 * HOUR });

describe('the wait before the next poll', () => {
  it('grows with the age of the link', () => {
    fc.assert(
      fc.property(seconds, seconds, (a, b) => {
        const wait = (elapsedSeconds: number) =>
          secondsUntilNextPoll({ elapsedSeconds, remainingSeconds: HOUR });
        expect(wait(Math.min(a, b))).toBeLessThanOrEqual(wait(Math.max(a, b)));
      }),
    );
  });

  it('ends at the deadline', () => {
    fc.assert(
      fc.property(seconds, fc.integer({ min: 1, max: HOUR }), seconds, (elapsed, remaining, retryAfter) => {
        const wait = secondsUntilNextPoll({
          elapsedSeconds: elapsed,
          remainingSeconds: remaining,
          retryAfterSeconds: retryAfter,
        });
        expect(wait).toBeLessThanOrEqual(remaining);
      }),
    );
  });

  it('is a whole number of seconds that Step Functions accepts, also after the deadline', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, min: -10, max: 1e6 }),
        fc.double({ noNaN: true, min: -1e6, max: 1e6 }),
        (e, r) => {
          const wait = secondsUntilNextPoll({ elapsedSeconds: e, remainingSeconds: r });
          expect(Number.isInteger(wait) && wait >= 1).toBe(true);
        },
      ),
    );
  });

  it('is at least Atlas’s Retry-After', () => {
    expect(secondsUntilNextPoll({ elapsedSeconds: 0, remainingSeconds: HOUR, retryAfterSeconds: 55 })).toBe(
      55,
    );
    expect(secondsUntilNextPoll({ elapsedSeconds: 0, remainingSeconds: HOUR, retryAfterSeconds: 1 })).toBe(5);
  });

  it.each([
    [4000, 8],
    [2000, 8],
    [1000, 16],
    [400, 40],
    [0, 80],
  ])('grows when the token bucket is low: %i of 4000 left gives %i s', (remaining, expected) => {
    const budget = { limit: 4000, remaining };
    expect(secondsUntilNextPoll({ elapsedSeconds: 100, remainingSeconds: HOUR, budget })).toBe(expected);
  });

  // Events: Poll link 5, Settled? 2, Wait 2; a retried call 3 more, up to seven times.
  it.each([
    ['each poll of once', 9, 0],
    ['the platform failing at each poll, for a minute', 9 + 6 * 3, 60],
  ])(
    'leaves room in a history of 25,000 events for the longest time-out, with %s',
    (_, events, extraSeconds) => {
      const timeout = MAX_LINK_TIMEOUT_SECONDS;
      let polls = MAX_CONNECTION_STRINGS_TIMEOUT_SECONDS / 30;
      for (let elapsed = 0; elapsed < timeout; polls += 1)
        elapsed +=
          extraSeconds +
          secondsUntilNextPoll({ elapsedSeconds: elapsed, remainingSeconds: timeout - elapsed });
      // Events: Undo change 5, Undo over? 2, Wait 2; another attempt the same, with its own poll.
      const postponed = Math.ceil(POSTPONED_SECONDS / 15) * (events + events + 5);
      expect(polls * events + postponed).toBeLessThan(23_000);
    },
  );
});
