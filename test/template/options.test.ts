import { describe, expect, it } from 'vitest';
import { parseTemplateOptions } from '../../bin/template/options.js';

describe('npm run template', () => {
  it.each(['--help', '-h'])('prints its usage with %s', (option) => {
    expect(parseTemplateOptions([option])).toEqual({ help: true });
  });

  it('refuses an unknown option without writing files', () => {
    expect(() => parseTemplateOptions(['--out', 'elsewhere'])).toThrow(/--out/);
    expect(parseTemplateOptions([])).toEqual({ help: false });
  });
});
