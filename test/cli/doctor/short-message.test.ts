import { describe, expect, it } from 'vitest';
import { shortMessage } from '../../../cli/doctor/short-message.js';

const OPERATION =
  'Create link vpce-0a1b2c3d4e0000001 of endpoint service 6a793fdc0000000000000002 in project 6a793fdc0000000000000001';

describe('a shortened message', () => {
  it('contains Atlas’s response, and not the call with ids that the reader knows', () => {
    expect(shortMessage(`${OPERATION}: Atlas responded 403 X: The key lacks a role.`)).toBe(
      'Atlas responded 403 X: The key lacks a role.',
    );
    expect(
      shortMessage(`A dead-letter message waits (e): AtlasError: ${OPERATION}: no response from u (x).`),
    ).toBe('A dead-letter message waits (e): no response from u (x).');
  });

  it('contains the first sentences of a long one', () => {
    expect(shortMessage(`One. Two. ${'long '.repeat(40)}.`)).toBe('One. Two.');
    expect(shortMessage('x'.repeat(500))).toMatch(/^x{159}…$/);
  });

  it('is unchanged if it is short', () => {
    expect(shortMessage('Atlas lists it, as AVAILABLE.')).toBe('Atlas lists it, as AVAILABLE.');
  });
});
