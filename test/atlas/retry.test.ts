import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { retryDelay } from '../../lambda/atlas/retry.js';
import { retryAfterSeconds } from '../../lambda/atlas/retry-after.js';
import { atlasError } from '../domain/atlas-errors.js';

const facts = { attempt: 1, idempotent: true, remainingMilliseconds: 60_000, random: 0.5 };

describe('the delay before a retry', () => {
  it.each(['authentication', 'forbidden', 'not-found', 'conflict', 'invalid'] as const)(
    'does not exist for %s',
    (kind) => {
      expect(retryDelay({ ...facts, error: atlasError(kind) })).toBeUndefined();
    },
  );

  it('does not exist for a write that may have had its effect', () => {
    const error = atlasError('unavailable');
    expect(retryDelay({ ...facts, idempotent: false, error })).toBeUndefined();
    expect(retryDelay({ ...facts, idempotent: true, error })).toBe(250);
  });

  it('is less than the remaining time, for any error and attempt', () => {
    const kinds = fc.constantFrom('rate-limited' as const, 'unavailable' as const);
    const numbers = fc.integer({ min: 0, max: 100_000 });
    fc.assert(
      fc.property(
        kinds,
        fc.integer({ min: 1, max: 8 }),
        numbers,
        numbers,
        (kind, attempt, left, retryAfter) => {
          const error = atlasError(kind, { retryAfterSeconds: retryAfter / 1000 });
          const delay = retryDelay({
            attempt,
            error,
            idempotent: true,
            remainingMilliseconds: left,
            random: 0.999,
          });
          if (delay !== undefined) expect(delay >= retryAfter && delay < left && attempt < 6).toBe(true);
        },
      ),
    );
  });
});

describe('Retry-After', () => {
  const now = new Date('2026-08-10T03:05:05Z');

  it.each([
    ['55', 55],
    ['0', 0],
    ['Mon, 10 Aug 2026 03:06:05 GMT', 60],
    ['Mon, 10 Aug 2026 03:00:00 GMT', 0],
    ['soon', undefined],
    ['-5', undefined],
    ['', undefined],
    [null, undefined],
  ])('%j is %j seconds', (header, seconds) => {
    expect(retryAfterSeconds(header, now)).toBe(seconds);
  });
});
