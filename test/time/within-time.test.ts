import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { withinTime } from '../../lambda/time/within-time.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a time limit', () => {
  it('returns the result of the work, and leaves no timer', async () => {
    expect(await withinTime(10_000, Promise.resolve(7))).toBe(7);
    await expect(withinTime(10_000, Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('ends the wait for work that takes longer', async () => {
    const refusal = expect(withinTime(10_000, new Promise(() => undefined))).rejects.toMatchObject({
      name: 'TimeLimitError',
      message: 'No response within 10 s.',
    });
    await vi.advanceTimersByTimeAsync(10_000);
    await refusal;
  });

  it('ignores a failure after the limit', async () => {
    let fail: (error: Error) => void = () => undefined;
    const work = new Promise<never>((_resolve, reject) => {
      fail = reject;
    });
    const refusal = expect(withinTime(1000, work)).rejects.toMatchObject({ name: 'TimeLimitError' });
    await vi.advanceTimersByTimeAsync(1000);
    await refusal;
    fail(new Error('late'));
    await vi.advanceTimersByTimeAsync(0);
  });
});
