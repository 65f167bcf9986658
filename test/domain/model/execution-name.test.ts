import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { executionName } from '../../../lambda/domain/model/execution-name.js';
import { ENDPOINT_ID } from '../samples.js';

describe('an execution name', () => {
  it('is readable if it fits', () => {
    const eventId = '11111111-2222-4333-8444-555555555555';
    expect(executionName(ENDPOINT_ID, eventId)).toBe(`${ENDPOINT_ID}_${eventId}`);
  });

  it('is valid and stable for any parts', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.array(fc.string({ maxLength: 200 })), (first, rest) => {
        const name = executionName(first, ...rest);
        expect(name).toMatch(/^[A-Za-z0-9_-]{1,80}$/);
        expect(executionName(first, ...rest)).toBe(name);
      }),
    );
  });

  it('keeps long names with the same beginning distinct', () => {
    const long = 'x'.repeat(100);
    expect(executionName(long, 'a')).not.toBe(executionName(long, 'b'));
  });
});
