import { describe, expect, it } from 'vitest';
import { parseLocalOptions } from '../../demo/local/options.js';

describe('npm run local', () => {
  it('runs until it is interrupted, in real time', () => {
    expect(parseLocalOptions([])).toEqual({ speed: 1, forSeconds: undefined, help: false });
  });

  it('accepts a speed and a duration', () => {
    expect(parseLocalOptions(['--speed', '30', '--for', '60'])).toMatchObject({ speed: 30, forSeconds: 60 });
  });

  it.each([
    ['--speed', 'fast'],
    ['--for', '0'],
    ['--endpoints', '3'],
  ])('refuses %s %s', (option, value) => {
    expect(() => parseLocalOptions([option, value])).toThrow(new RegExp(option));
  });
});
