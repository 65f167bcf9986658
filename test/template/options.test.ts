import { describe, expect, it } from 'vitest';
import { parseTemplateOptions } from '../../bin/template/options.js';

describe('npm run template', () => {
  it.each(['--help', '-h'])('explains itself with %s', (option) => {
    expect(parseTemplateOptions([option])).toEqual({ help: true });
  });

  it('refuses what it does not know, instead of writing', () => {
    expect(() => parseTemplateOptions(['--out', 'elsewhere'])).toThrow(/--out/);
    expect(parseTemplateOptions([])).toEqual({ help: false });
  });
});
