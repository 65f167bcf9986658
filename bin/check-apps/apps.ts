/** CDK apps of users: releases of aws-cdk-lib, module systems, compilers and package managers. */
import { OLDEST_SUPPORTED } from '../../lib/engine/supported-versions.js';
import type { App } from './app.js';
import { initApps } from './init-apps.js';

/** Versions below the supported range, which npm installs with `--legacy-peer-deps`. */
const TOO_OLD: readonly (readonly [string, string, string])[] = [
  ['below-floor', `aws-cdk-lib@${releaseBefore(OLDEST_SUPPORTED['aws-cdk-lib'])}`, 'expected aws-cdk-lib'],
  ['long-below-floor', 'aws-cdk-lib@2.150.0', 'expected aws-cdk-lib'],
  ['old-constructs', 'constructs@10.4.2', 'expected constructs'],
  ['old-node', 'node@18', 'expected Node.js'],
];

const EXAMPLE = `
const app = new cdk.App();
const stack = new cdk.Stack(app, 'Network');
new AtlasPrivateLink(stack, 'AtlasPrivateLink', {
  projects: [
    { projectId: '000000000000000000000001', credentials: AtlasCredentials.fromSecretName('atlas/automation') },
  ],
  endpointSelection: EndpointSelection.tagged('atlas-privatelink'),
});
console.log(Object.keys(app.synth().getStackByName('Network').template.Resources).length);
`;
const NAMES = '{ AtlasCredentials, AtlasPrivateLink, EndpointSelection }';
const IMPORTING = `import * as cdk from 'aws-cdk-lib';
import ${NAMES} from 'cdk-atlas-privatelink';
${EXAMPLE}`;
const REQUIRING = `const cdk = require('aws-cdk-lib');
const ${NAMES} = require('cdk-atlas-privatelink');
${EXAMPLE}`;

/** aws-cdk-lib has published every minor release. */
function releaseBefore(release: string): string {
  const [major, minor] = release.split('.').map(Number);
  return `${major}.${Number(minor) - 1}.0`;
}

const TYPE_CHECK = ['tsc', '--noEmit'];

function compilerOptions(options: object): string {
  const common = { target: 'ES2022', strict: true, esModuleInterop: true, types: ['node'] };
  return JSON.stringify({ compilerOptions: { ...common, ...options }, include: ['app.ts'] });
}

/** @param floor oldest release of aws-cdk-lib that the constructs support */
export function apps(floor: string): readonly App[] {
  const newest = ['aws-cdk-lib@latest', 'constructs@10'];
  const oldest = [`aws-cdk-lib@${floor}`, 'constructs@10'];
  const esm = { 'package.json': '{"type":"module"}', 'app.mjs': IMPORTING };
  return [
    { name: 'floor', packages: oldest, files: esm, before: [], start: ['node', 'app.mjs'] },
    { name: 'newest', packages: newest, files: esm, before: [], start: ['node', 'app.mjs'] },
    {
      name: 'javascript',
      packages: newest,
      files: { 'package.json': '{}', 'app.js': REQUIRING },
      before: [],
      start: ['node', 'app.js'],
    },
    {
      name: 'classic',
      packages: [...oldest, 'typescript@5.6', 'ts-node@10', '@types/node@20'],
      files: {
        'package.json': '{}',
        'app.ts': IMPORTING,
        'tsconfig.json': compilerOptions({ module: 'commonjs' }),
      },
      before: [TYPE_CHECK],
      start: ['ts-node', 'app.ts'],
    },
    {
      name: 'nodenext',
      packages: [...newest, 'typescript@5.9', 'tsx@4', '@types/node@20'],
      files: {
        'package.json': '{}',
        'app.ts': IMPORTING,
        'tsconfig.json': compilerOptions({ module: 'nodenext' }),
      },
      before: [TYPE_CHECK],
      start: ['tsx', 'app.ts'],
    },
    {
      name: 'pnpm',
      packageManager: 'pnpm',
      packages: newest,
      files: esm,
      before: [],
      start: ['node', 'app.mjs'],
    },
    ...initApps(),
    ...TOO_OLD.map(([name, old, refusal]) => ({
      name,
      packages: [...oldest.filter((one) => !one.startsWith(`${old.split('@')[0]}@`)), old],
      files: esm,
      before: [],
      start: ['node', 'app.mjs'],
      refusal,
    })),
  ];
}
