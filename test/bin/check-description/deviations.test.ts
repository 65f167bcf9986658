import { describe, expect, it } from 'vitest';
import { DEVIATIONS } from '../../../bin/check-description/deviations.js';
import { parseDescriptionOptions } from '../../../bin/check-description/options.js';
import { OptionError } from '../../../bin/options/program-options.js';

describe('each deviation', () => {
  it('has a name of its own, a reason, and something that it changes', () => {
    expect(new Set(DEVIATIONS.map(({ name }) => name)).size).toBe(DEVIATIONS.length);
    for (const { reason, amendments } of DEVIATIONS) {
      expect(reason.length).toBeGreaterThan(10);
      expect(amendments).not.toEqual([]);
    }
  });
});

describe('the options', () => {
  it('require a description', () => {
    expect(() => parseDescriptionOptions([])).toThrow(OptionError);
    expect(parseDescriptionOptions(['--description', 'v2.json'])).toMatchObject({
      description: 'v2.json',
      seed: 1,
    });
  });
});
