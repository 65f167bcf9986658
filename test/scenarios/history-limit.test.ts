import { App, Duration, Stack } from 'aws-cdk-lib';
import { expect, it } from 'vitest';
import { featureFlags, UNCHECKED } from '../../bin/synthesize.js';
import { AtlasCredentials, AtlasPrivateLink, EndpointSelection } from '../../lib/index.js';
import { STACK, type SynthesisSettings, World } from '../../local/world.js';
import { PUSH_PROP } from '../../torture/worlds/push.js';
import { whenDone } from './open-worlds.js';
import { conclusionsIn } from './scenario-world.js';

function synthesizePatient({
  outputFolder,
  atlasBaseUrl,
  projectIds,
  secretName,
}: SynthesisSettings): string {
  const app = new App({ outdir: outputFolder, ...UNCHECKED, context: featureFlags() });
  const stack = new Stack(app, 'Patient', { env: { account: STACK.account, region: STACK.region } });
  const credentials = AtlasCredentials.fromSecretName(secretName);
  new AtlasPrivateLink(stack, 'Links', {
    ...PUSH_PROP,
    projects: projectIds.map((projectId) => ({ projectId, credentials })),
    endpointSelection: EndpointSelection.all(),
    atlasBaseUrl,
    linkTimeout: Duration.days(1),
    reconcileEvery: Duration.days(1),
  });
  app.synth();
  return stack.templateFile;
}

it('a link that stays pending for the longest time-out ends at its deadline, not at the end of its history', async () => {
  const world = whenDone(
    await World.start({ random: () => 0.5, synthesize: synthesizePatient, timings: { linkSeconds: 1e7 } }),
  );
  world.createVpcEndpoint();
  await world.time.run(87_000);
  const execution = world.aws.executions.all.find(({ input }) => input.includes('"vpce-'));
  expect(conclusionsIn(world).map(({ outcome }) => outcome)).toEqual(['timed-out']);
  expect(execution).toMatchObject({ status: 'FAILED', error: 'AtlasPrivateLink.LinkTimedOut' });
  expect(execution?.eventCount).toBeLessThan(20_000);
});
