import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { confirm } from '../../../cli/commands/confirm.js';
import { InterruptedError } from '../../../cli/errors/interrupted-error.js';

/** Answers the question with these keys. */
function answering(keys: string): Promise<boolean> {
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined });
  const answer = confirm('Remove the link?', { input, output: new PassThrough() });
  input.write(keys);
  return answer;
}

describe('a question on the terminal', () => {
  it.each([
    ['y\r', true],
    ['YES\r', true],
    ['\r', false],
    ['yesterday\r', false],
  ])('takes %j as %s', async (keys, isConsent) => {
    expect(await answering(keys)).toBe(isConsent);
  });

  it('is interrupted by Ctrl-C', async () => {
    await expect(answering('y\u0003')).rejects.toBeInstanceOf(InterruptedError);
  });

  it('takes the end of the input as no', async () => {
    expect(await answering('\u0004')).toBe(false);
  });
});
