import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  type FoundVersions,
  OLDEST_SUPPORTED,
  requireSupported,
} from '../../lib/engine/supported-versions.js';

const ROOT = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, ROOT), 'utf8');
const found = (parts: Partial<FoundVersions>) => () => requireSupported({ ...OLDEST_SUPPORTED, ...parts });

describe('an app with an unsupported version', () => {
  it.each<[Partial<FoundVersions>, string]>([
    [
      { 'aws-cdk-lib': '2.150.0' },
      'cdk-atlas-privatelink: expected aws-cdk-lib 2.220.0 or later, received 2.150.0. Run "npm install aws-cdk-lib@latest".',
    ],
    [{ 'aws-cdk-lib': '2.219.9' }, 'received 2.219.9.'],
    [
      { constructs: '10.4.2' },
      'expected constructs 10.5.0 or later, received 10.4.2. Run "npm install constructs@latest".',
    ],
    [
      { 'Node.js': 'v18.20.8' },
      'expected Node.js 20.19.0 or later, received v18.20.8. Run the app with a later Node.js.',
    ],
    [{ 'Node.js': 'v20.18.3' }, 'received v20.18.3.'],
    [
      { 'Node.js': 'v18.20.8', constructs: '10.0.0' },
      'received v18.20.8. Run the app with a later Node.js. Also expected constructs 10.5.0 or later, received 10.0.0.',
    ],
  ])('is refused: %j', (parts, message) => {
    expect(found(parts)).toThrow(message);
  });

  it.each<[Partial<FoundVersions>]>([
    [{}],
    [{ 'Node.js': 'v26.0.0', 'aws-cdk-lib': '3.0.0', constructs: '11.0.0' }],
    [{ 'aws-cdk-lib': '2.1000.0-alpha.1' }],
    [{ 'aws-cdk-lib': '0.0.0', constructs: undefined }],
  ])('is not refused: %j', (parts) => {
    expect(found(parts)).not.toThrow();
  });
});

describe('the oldest supported versions', () => {
  it('are those of the manifest', () => {
    const { engines, peerDependencies } = JSON.parse(read('package.json'));
    const floor = (range: string) =>
      /^(?:\^|>=)(\d+\.\d+(?:\.\d+)?)$/.exec(range)?.[1]?.replace(/^(\d+\.\d+)$/, '$1.0');
    expect(OLDEST_SUPPORTED).toEqual({
      'Node.js': floor(engines.node),
      'aws-cdk-lib': floor(peerDependencies['aws-cdk-lib']),
      constructs: floor(peerDependencies.constructs),
    });
  });

  it('are checked before modules are loaded that an old release does not have', () => {
    const [first] = read('lib/index.ts').match(/^(?:im|ex)port .*$/m) ?? [];
    expect(first).toBe("import './engine/require-supported-versions.js';");
    const imports = read('lib/engine/require-supported-versions.ts').match(/from '.*'/g);
    expect(imports).toEqual(["from 'aws-cdk-lib'", "from 'constructs'", "from './supported-versions.js'"]);
    expect(read('lib/engine/supported-versions.ts')).not.toMatch(/^import /m);
  });
});
