import { describe, expect, it } from 'vitest';
import { asCommonJs, smallestExample } from '../../../bin/check-apps/readme.js';

describe('the smallest example of the README', () => {
  it('is a complete app, which check:apps writes into apps of cdk init', () => {
    const code = smallestExample();
    expect(code).toContain("from 'cdk-atlas-privatelink';");
    expect(code).toMatch(/^const app = new App\(\);$/m);
    // Name of the stack whose resources check:apps counts.
    expect(code).toContain("new Stack(app, 'AtlasLinks'");
  });

  it('is valid JavaScript after its imports are converted', () => {
    const code = asCommonJs(smallestExample());
    expect(code).toMatch(/^const \{ .*AtlasPrivateLink.* \} = require\('cdk-atlas-privatelink'\);$/m);
    expect(code).not.toMatch(/^(import|export) /m);
    expect(() => new Function('require', 'module', code)).not.toThrow();
  });

  it('can be a module that other modules require', () => {
    expect(asCommonJs('export function declare(app) {\n}\n')).toBe(
      'module.exports.declare = declare;\nfunction declare(app) {\n}\n',
    );
  });
});
