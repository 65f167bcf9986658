import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack, Validations } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks } from 'cdk-nag';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import {
  AtlasMembers,
  AtlasPrivateLink,
  AtlasPrivateLinkMember,
  AtlasPrivateLinkMembers,
} from '../../../lib/index.js';
import { requiredProps } from '../synthesized-stack.js';
import { HUB } from './synthesized-member.js';

const options = { regions: ['eu-west-1'] };
let folder = '';

beforeEach(() => {
  vi.stubEnv('CDK_VALIDATION', undefined);
  folder = mkdtempSync(join(tmpdir(), 'atlas-privatelink-test-'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

function synthesize(add: (stack: Stack) => unknown): () => unknown {
  const app = new App({ outdir: folder });
  add(new Stack(app, 'Test'));
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return () => app.synth();
}

const hub = (members: AtlasMembers) => (stack: Stack) =>
  new AtlasPrivateLink(stack, 'Links', { ...requiredProps(), members });

it.each<[string, (stack: Stack) => unknown]>([
  ['the hub of an organization', hub(AtlasMembers.organization('o-a1b2c3d4e5', options))],
  ['the hub of listed accounts', hub(AtlasMembers.accounts(['222222222222'], options))],
  ['a member', (stack) => new AtlasPrivateLinkMember(stack, 'Member', { hub: HUB })],
  [
    'the StackSets of members',
    (stack) =>
      new AtlasPrivateLinkMembers(stack, 'Members', {
        hub: { ...HUB, regions: options.regions },
        organizationalUnitIds: ['r-ab12'],
      }),
  ],
])('%s passes cdk-nag AwsSolutions and the validation of the CDK', (_, add) => {
  expect(synthesize(add)).not.toThrow();
});

it('a member with a finding would not pass', () => {
  const withFinding = (stack: Stack) => {
    new AtlasPrivateLinkMember(stack, 'Member', { hub: HUB });
    new Queue(stack, 'Unencrypted');
  };
  expect(synthesize(withFinding)).toThrow(/[Vv]alidation/);
});
