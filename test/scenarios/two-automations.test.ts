import { App, Stack } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { featureFlags, UNCHECKED } from '../../bin/synthesize.js';
import { LINKS_RECONCILED, type LinksReconciledDetail } from '../../lambda/contract/published-event.js';
import { linkParameterName } from '../../lambda/contract/registry.js';
import { AtlasCredentials, AtlasPrivateLink, EndpointSelection } from '../../lib/index.js';
import { STACK, type SynthesisSettings, World } from '../../local/world.js';
import { PUSH_PROP } from '../../torture/worlds/push.js';
import { cached } from '../../torture/worlds/synthesis-cache.js';
import { listedIn, reconcile, recordOf } from './automation-world.js';
import { whenDone } from './open-worlds.js';
import { conclusionsIn, createAndRun, deadLettersIn } from './scenario-world.js';

type Selections = Readonly<Record<'First' | 'Second', () => EndpointSelection>>;

/** Two automations for the same projects, in one stack. */
async function startTwo(key: string, selections: Selections, unlinkDeselected = false): Promise<World> {
  const synthesize = cached(['two automations', key, unlinkDeselected], (settings) =>
    synthesizeTwo(settings, selections, unlinkDeselected),
  );
  return whenDone(await World.start({ random: () => 0.5, synthesize }));
}

function synthesizeTwo(
  { outputFolder, atlasBaseUrl, projectIds, secretName }: SynthesisSettings,
  selections: Selections,
  unlinkDeselected: boolean,
): string {
  const app = new App({ outdir: outputFolder, ...UNCHECKED, context: featureFlags() });
  const stack = new Stack(app, 'Two', { env: { account: STACK.account, region: STACK.region } });
  const credentials = AtlasCredentials.fromSecretName(secretName);
  for (const id of ['First', 'Second'] as const)
    new AtlasPrivateLink(stack, id, {
      ...PUSH_PROP,
      projects: projectIds.map((projectId) => ({ projectId, credentials })),
      atlasBaseUrl,
      endpointSelection: selections[id](),
      unlinkDeselected,
    });
  app.synth();
  return stack.templateFile;
}

const OVERLAPPING: Selections = { First: EndpointSelection.all, Second: EndpointSelection.all };
const APART: Selections = {
  First: () => EndpointSelection.tagged('team', 'a'),
  Second: () => EndpointSelection.tagged('team', 'b'),
};

const deletionsIn = (world: World) => world.atlas.journal.count({ method: 'DELETE' });
const ownerOf = (world: World, endpointId: string) => recordOf(world, endpointId)?.owner ?? '';
const summariesIn = (world: World) =>
  world.published(LINKS_RECONCILED).map(({ detail }) => detail as LinksReconciledDetail);

describe('two automations with overlapping selections', () => {
  it('make one link, one conclusion and one record of an endpoint; the second one logs why it does nothing', async () => {
    const world = await startTwo('overlapping', OVERLAPPING);
    const { endpointId } = await createAndRun(world);
    expect(conclusionsIn(world).map(({ outcome }) => outcome)).toEqual(['available']);
    expect(ownerOf(world, endpointId)).toMatch(/First|Second/);
    expect(world.aws.logs).toContainEqual(
      expect.objectContaining({ message: 'endpoint evaluated', reason: 'of-another-automation' }),
    );
    expect([deadLettersIn(world), world.aws.metrics.raised()]).toEqual([[], []]);
  });

  it('remove the link of a deleted endpoint once, by the one that has its record', async () => {
    const world = await startTwo('overlapping', OVERLAPPING);
    const first = await createAndRun(world);
    const second = await createAndRun(world);
    world.deleteVpcEndpoints([first.endpointId]);
    await world.time.run();
    expect(listedIn(world)).toEqual([second.endpointId]);
    expect(deletionsIn(world)).toBe(1);
    expect(recordOf(world, first.endpointId)).toBeUndefined();
  });

  it('reconcile without reporting links of the other one as drift', async () => {
    const world = await startTwo('overlapping', OVERLAPPING);
    await createAndRun(world);
    await createAndRun(world);
    await reconcile(world);
    const counted = summariesIn(world).map(({ found, links }) => [found, links.available + links.ofOthers]);
    expect(counted).toEqual([
      [0, 2],
      [0, 2],
    ]);
    expect([deletionsIn(world), conclusionsIn(world).length]).toEqual([0, 2]);
  });
});

describe('two automations with separate selections', () => {
  it('leave a link to the one that made it when the tag of the other one is set', async () => {
    const { world, endpointId, owner } = await moveTag(false);
    expect(ownerOf(world, endpointId)).toBe(owner);
    expect(listedIn(world)).toContain(endpointId);
    expect([deletionsIn(world), deadLettersIn(world)]).toEqual([0, []]);
  });

  it('remove it once if deselected links are removed; AWS then rejects the endpoint permanently', async () => {
    const { world, endpointId } = await moveTag(true);
    expect(listedIn(world)).not.toContain(endpointId);
    expect(deletionsIn(world)).toBe(1);
  });
});

/** Replaces the endpoint's tag of the first automation by that of the second one. */
async function moveTag(unlinkDeselected: boolean) {
  const world = await startTwo('apart', APART, unlinkDeselected);
  const { endpointId } = await createAndRun(world, { tags: { team: 'a' } });
  await createAndRun(world, { tags: { team: 'a' } });
  const owner = ownerOf(world, endpointId);
  world.tagEndpoint(endpointId, { team: 'b' });
  await world.time.run();
  await reconcile(world);
  return { world, endpointId, owner };
}

describe('a record', () => {
  it.each([
    ['of another automation', { owner: 'Somebody-else' }],
    ['of an endpoint of another account', { account: '444455556666' }],
    ['of an endpoint of another Region', { region: 'us-east-1' }],
  ])('%s is not changed here, whatever happens to the endpoint', async (_, change) => {
    const world = await startTwo('overlapping', OVERLAPPING, true);
    const { endpointId } = await createAndRun(world);
    await createAndRun(world);
    const name = linkParameterName(endpointId);
    const record = JSON.stringify({ ...recordOf(world, endpointId), ...change });
    world.aws.parameters.put({ name, value: record, tier: 'Standard', overwrite: true });
    world.deleteVpcEndpoints([endpointId]);
    await world.time.run();
    await reconcile(world);
    expect(listedIn(world)).toContain(endpointId);
    expect(deletionsIn(world)).toBe(0);
    expect(world.aws.parameters.get(name)?.value).toBe(record);
    expect(world.aws.metrics.raised()).toEqual([]);
  });
});
