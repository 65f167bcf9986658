/** Two automations for one project, of which one limits the project to accounts that do not have the endpoint. */
import { App, Stack } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { featureFlags, UNCHECKED } from '../../bin/synthesize.js';
import { LOCAL_ORGANIZATION } from '../../bin/synthesize-hub.js';
import { LINKS_RECONCILED, type LinksReconciledDetail } from '../../lambda/contract/published-event.js';
import {
  AtlasCredentials,
  AtlasMembers,
  AtlasPrivateLink,
  type AtlasPrivateLinkProps,
  type AtlasProject,
  EndpointSelection,
} from '../../lib/index.js';
import { STACK, type SynthesisSettings, World } from '../../local/world.js';
import { PUSH_PROP } from '../../torture/worlds/push.js';
import { cached } from '../../torture/worlds/synthesis-cache.js';
import { listedIn, reconcile, recordOf } from './automation-world.js';
import { whenDone } from './open-worlds.js';
import {
  conclusionsIn,
  createAndRun,
  deadLettersIn,
  linkExecutionsIn,
  statusTagOf,
} from './scenario-world.js';

const ELSEWHERE = ['999988887777'];
const WITHOUT_SUBNET: readonly string[] = [];
const CHOSEN = { choose: 'second' };

interface Automation extends Partial<AtlasPrivateLinkProps> {
  readonly project?: Partial<AtlasProject>;
}

const LIMITED: Automation = { project: { accounts: ELSEWHERE } };
const OPEN: Automation = {};
/** It learns of the endpoint later, so that the other one has refused it before. */
const LATER = { endpointSelection: EndpointSelection.tagged('choose', 'second') };

async function startTwo(key: string, first: Automation, second: Automation): Promise<World> {
  const synthesize = cached(['limits of two automations', key], (given) =>
    synthesizeTwo(given, [first, second]),
  );
  return whenDone(await World.start({ random: () => 0.5, synthesize }));
}

function synthesizeTwo(
  { outputFolder, atlasBaseUrl, projectIds, secretName }: SynthesisSettings,
  automations: readonly Automation[],
): string {
  const app = new App({ outdir: outputFolder, ...UNCHECKED, context: featureFlags() });
  const stack = new Stack(app, 'Two', { env: { account: STACK.account, region: STACK.region } });
  const credentials = AtlasCredentials.fromSecretName(secretName);
  for (const [index, { project, ...props }] of automations.entries())
    new AtlasPrivateLink(stack, `Number${index}`, {
      ...PUSH_PROP,
      projects: projectIds.map((projectId) => ({ projectId, credentials, ...project })),
      atlasBaseUrl,
      endpointSelection: EndpointSelection.all(),
      // Limits are for automations that serve several places.
      members: AtlasMembers.organization(LOCAL_ORGANIZATION, {
        regions: [STACK.region, 'us-east-1'],
        namespace: `number${index}`,
      }),
      ...props,
    });
  app.synth();
  return stack.templateFile;
}

const outcomesIn = (world: World) => conclusionsIn(world).map(({ outcome }) => outcome);
const foundIn = (world: World) =>
  world.published(LINKS_RECONCILED).map(({ detail }) => (detail as LinksReconciledDetail).found);

/** The second one has linked the endpoint, and the first one leaves that as it is. */
function expectLinkedBySecond(world: World, endpoint: Parameters<typeof statusTagOf>[0]): void {
  expect(listedIn(world)).toEqual([endpoint.endpointId]);
  expect(recordOf(world, endpoint.endpointId)).toMatchObject({ state: 'available', owner: /Number1/ });
  expect(recordOf(world, endpoint.endpointId)).not.toHaveProperty('notAllowed');
  expect([statusTagOf(endpoint), deadLettersIn(world)]).toEqual(['available', []]);
}

describe('an endpoint that the limits of one automation refuse', () => {
  it.each([
    ['first', LIMITED, OPEN],
    ['second', OPEN, LIMITED],
  ])('is linked by the other one if both hear of it at once (limited: %s)', async (key, first, second) => {
    const world = await startTwo(`at once, ${key}`, first, second);
    const endpoint = await createAndRun(world);
    await reconcile(world);
    expect(listedIn(world)).toEqual([endpoint.endpointId]);
    const owner = key === 'first' ? /Number1/ : /Number0/;
    expect(recordOf(world, endpoint.endpointId)).toMatchObject({ state: 'available', owner });
    expect(outcomesIn(world).filter((outcome) => outcome === 'available')).toHaveLength(1);
    expect([statusTagOf(endpoint), deadLettersIn(world)]).toEqual(['available', []]);
  });

  it.each([
    ['an event', false],
    ['a reconciliation', true],
  ])('is linked by the other one after the refusal was recorded, by %s', async (_, isLost) => {
    const world = await startTwo('later', LIMITED, LATER);
    const endpoint = await createAndRun(world);
    expect(recordOf(world, endpoint.endpointId)).toMatchObject({ state: 'failed', notAllowed: true });
    world.aws.bus.loses = () => isLost;
    world.tagEndpoint(endpoint.endpointId, CHOSEN);
    await world.time.run();
    world.aws.bus.loses = () => false;
    if (isLost) await reconcile(world);
    expectLinkedBySecond(world, endpoint);
    expect(outcomesIn(world)).toEqual(['failed', 'available']);
  });

  it('stays linked, whatever the first one hears or compares afterwards', async () => {
    const world = await startTwo('later', LIMITED, LATER);
    const endpoint = await createAndRun(world, { tags: CHOSEN });
    const executions = linkExecutionsIn(world).length;
    world.tagEndpoint(endpoint.endpointId, { more: 'yes' });
    await world.time.run();
    await reconcile(world);
    expectLinkedBySecond(world, endpoint);
    expect([linkExecutionsIn(world).length, foundIn(world)]).toEqual([executions, [0, 0]]);
  });

  it('is refused by the other one for a reason of its own, once', async () => {
    const world = await startTwo('later', LIMITED, LATER);
    const endpoint = await createAndRun(world, { subnetIds: WITHOUT_SUBNET });
    world.tagEndpoint(endpoint.endpointId, CHOSEN);
    await world.time.run();
    world.tagEndpoint(endpoint.endpointId, { more: 'yes' });
    await world.time.run();
    await reconcile(world);
    expect(outcomesIn(world)).toEqual(['failed', 'failed']);
    expect(recordOf(world, endpoint.endpointId)).toMatchObject({ state: 'failed', owner: /Number1/ });
    expect(recordOf(world, endpoint.endpointId)).not.toHaveProperty('notAllowed');
  });

  it('is removed from the registry by the one that has its record, when it is deleted', async () => {
    const world = await startTwo('later', LIMITED, LATER);
    const { endpointId } = await createAndRun(world);
    world.deleteVpcEndpoints([endpointId]);
    await world.time.run(3600);
    await reconcile(world);
    await world.time.run(3600);
    await reconcile(world);
    expect([recordOf(world, endpointId), deadLettersIn(world)]).toEqual([undefined, []]);
  });
});

describe('an endpoint that the limits of both automations refuse', () => {
  it('has one record, and is reported once', async () => {
    const world = await startTwo('both', LIMITED, { ...LATER, ...LIMITED });
    const { endpointId } = await createAndRun(world);
    const record = recordOf(world, endpointId);
    world.tagEndpoint(endpointId, CHOSEN);
    await world.time.run();
    await reconcile(world);
    world.tagEndpoint(endpointId, { more: 'yes' });
    await world.time.run();
    expect(outcomesIn(world)).toEqual(['failed']);
    expect(recordOf(world, endpointId)).toEqual(record);
    expect([record?.owner, foundIn(world)[1]]).toEqual([expect.stringContaining('Number0'), 0]);
    expect([listedIn(world), deadLettersIn(world)]).toEqual([[], []]);
  });
});
