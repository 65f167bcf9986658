import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DEFAULT_RECONCILE_SECONDS,
  MAX_RECONCILE_SECONDS,
  MIN_RECONCILE_SECONDS,
} from '../../../lambda/contract/limits.js';
import { isInSample, START_DELAY_SECONDS } from '../../../lambda/domain/reconciling/reconcile-sample.js';

const DAY_SECONDS = 86_400;
const HOUR = DEFAULT_RECONCILE_SECONDS;
const BEGIN = Date.parse('2026-08-10T00:00:00Z');

const at = (seconds: number) => new Date(BEGIN + seconds * 1000);
const ids = (count: number) =>
  Array.from({ length: count }, (_, index) => `vpce-0a1b2c3d4e${index.toString(16).padStart(7, '0')}`);

describe('the sample of a reconciliation', () => {
  it('contains each link once in any day of periods, at whatever time each of them begins', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }),
        fc.integer({ min: MIN_RECONCILE_SECONDS / 60, max: MAX_RECONCILE_SECONDS / 60 }),
        fc.integer({ min: 0, max: DAY_SECONDS }),
        fc.infiniteStream(fc.integer({ min: 0, max: START_DELAY_SECONDS })),
        (endpointId, everyMinutes, first, delays) => {
          const every = everyMinutes * 60;
          const periods = Math.ceil(DAY_SECONDS / every);
          const isSeen = Array.from({ length: periods }, (_, period) => {
            const delay = delays.next().value ?? 0;
            return isInSample(endpointId, at(first + period * every + delay), every);
          });
          expect(isSeen).toContain(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('of an hour contains one in 24 of ten thousand links, and at most 490', () => {
    const links = ids(10_000);
    const sizes = Array.from(
      { length: 24 },
      (_, hour) => links.filter((id) => isInSample(id, at(hour * HOUR + 300), HOUR)).length,
    );
    expect(Math.max(...sizes)).toBeLessThan(490);
    expect(Math.min(...sizes)).toBeGreaterThan(360);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(10_000 * 1.03);
  });

  it('of a day contains all links, as does that of any slower schedule', () => {
    for (const every of [MAX_RECONCILE_SECONDS, 2 * MAX_RECONCILE_SECONDS])
      expect(ids(100).every((id) => isInSample(id, at(12_345), every))).toBe(true);
  });

  it('is the same for each slice of one reconciliation', () => {
    const startedAt = at(40_000);
    expect(ids(50).map((id) => isInSample(id, startedAt, HOUR))).toEqual(
      ids(50).map((id) => isInSample(id, new Date(startedAt), HOUR)),
    );
  });

  it('contains a link whose reconciliation has failed again on the next day', () => {
    const [endpointId = ''] = ids(1);
    const hours = Array.from({ length: 48 }, (_, hour) => hour);
    const turns = hours.filter((hour) => isInSample(endpointId, at(hour * HOUR + 300), HOUR));
    expect(turns.map((hour) => hour % 24)).toEqual([turns[0], turns[0]]);
  });
});
