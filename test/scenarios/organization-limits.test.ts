/** Which account may reach which project, by whatever way; two hubs over the same members; the hub in its own unit. */
import { App, Stack } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { featureFlags, UNCHECKED } from '../../bin/synthesize.js';
import { membersPath } from '../../lambda/contract/members.js';
import { LINKS_RECONCILED, type LinksReconciledDetail } from '../../lambda/contract/published-event.js';
import { linkParameterName, RegistryPath } from '../../lambda/contract/registry.js';
import {
  AtlasCredentials,
  AtlasMembers,
  AtlasPrivateLink,
  AtlasPrivateLinkMembers,
  EndpointSelection,
} from '../../lib/index.js';
import { MANAGEMENT_ACCOUNT, OrganizationWorld } from '../../local/organization-world.js';
import type { SynthesisSettings } from '../../local/world.js';
import type { WorldPlace } from '../../local/world-place.js';
import { linkExecutionsIn } from '../../torture/worlds/published.js';
import { PUSH_PROP } from '../../torture/worlds/push.js';
import { cached } from '../../torture/worlds/synthesis-cache.js';
import { changedBy } from './hostile-member.js';
import {
  AWAY,
  conclusionsAt,
  copyAtHome,
  HOME,
  HUB,
  listedIds,
  MEMBER,
  ORGANIZATION,
  OUTSIDE,
  recordAtHub,
  runFor,
  SECOND,
  startHub,
  UNIT,
  updateHub,
} from './hub-world.js';
import { whenDone } from './open-worlds.js';

const HALF_HOUR = 1800;
const HOUR = 3600;
const TAGGED = { endpointSelection: EndpointSelection.tagged('atlas', 'yes') };

const postsIn = ({ atlas }: OrganizationWorld) =>
  atlas.journal.count({ method: 'POST', path: /\/endpoint$/ });
const summariesIn = (world: OrganizationWorld) =>
  world.home.published(LINKS_RECONCILED).map(({ detail }) => detail as LinksReconciledDetail);

/** Nothing is registered, and the member is told so. */
function expectRefused(world: OrganizationWorld, place: WorldPlace, endpointId: string): void {
  expect([listedIds(world), postsIn(world)]).toEqual([[], 0]);
  expect(copyAtHome(place, endpointId)).toMatchObject({ state: 'failed' });
  for (const { outcome, message } of conclusionsAt(place))
    expect([outcome, message]).toEqual(['failed', expect.stringContaining('may not be linked')]);
  expect(conclusionsAt(place).length).toBeGreaterThan(0);
}

const LIMITS = [
  ['accounts', { accounts: [SECOND] }],
  ['Regions', { regions: [HOME] }],
  ['accounts and Regions', { accounts: [MEMBER], regions: [HOME] }],
] as const;
const reachOf = ({ accounts, regions }: { accounts?: readonly string[]; regions?: readonly string[] }) => [
  {
    ...(accounts === undefined ? {} : { accounts: [...accounts] }),
    ...(regions === undefined ? {} : { regions: [...regions] }),
  },
];

describe.each(LIMITS)('a project that is limited to %s', (_, limit) => {
  const begin = async () => {
    const world = await startHub({ reach: reachOf(limit) });
    return { world, place: world.place(MEMBER, AWAY) };
  };

  it('is out of reach of an event of CloudTrail', async () => {
    const { world, place } = await begin();
    const { endpointId } = place.createVpcEndpoint();
    await runFor(world, HALF_HOUR);
    expectRefused(world, place, endpointId);
  });

  it('is out of reach of an event of CloudFormation', async () => {
    const { world, place } = await begin();
    place.trail = false;
    const { endpointId } = place.createVpcEndpointByCloudFormation();
    await runFor(world, HALF_HOUR);
    expectRefused(world, place, endpointId);
  });

  it('is out of reach of the reconciliation, when the event is lost', async () => {
    const { world, place } = await begin();
    place.aws.bus.loses = () => true;
    const { endpointId } = place.createVpcEndpoint();
    await runFor(world, 4 * HOUR);
    expect([listedIds(world), postsIn(world)]).toEqual([[], 0]);
    expect(recordAtHub(world, place, endpointId)?.state ?? 'none').toMatch(/^(none|failed)$/);
  });
});

describe('a limited project', () => {
  it('is out of reach of a tag event', async () => {
    const world = await startHub({ reach: [{ accounts: [SECOND] }], props: TAGGED });
    const place = world.place(MEMBER, AWAY);
    const { endpointId } = place.createVpcEndpoint();
    await runFor(world, HALF_HOUR);
    expect(conclusionsAt(place)).toEqual([]);
    place.tagEndpoint(endpointId, { atlas: 'yes' });
    await runFor(world, HALF_HOUR);
    expectRefused(world, place, endpointId);
  });

  it('is out of reach of a record that a member plants in its own Parameter Store', async () => {
    const world = await startHub({ reach: [{ accounts: [SECOND] }] });
    const place = world.place(MEMBER, AWAY);
    const allowed = world.place(SECOND, AWAY).createVpcEndpoint();
    await runFor(world, HALF_HOUR);
    const endpoint = place.createVpcEndpoint();
    const stolen = copyAtHome(world.place(SECOND, AWAY), allowed.endpointId);
    const value = JSON.stringify({ ...stolen, account: MEMBER, state: 'linking' });
    place.aws.parameters.put({
      name: linkParameterName(endpoint.endpointId),
      value,
      type: 'String',
    } as never);
    await runFor(world, 4 * HOUR);
    expect(listedIds(world)).toEqual([allowed.endpointId]);
  });

  it('is out of reach of a retry, after Atlas could not be asked', async () => {
    const world = await startHub({ reach: [{ accounts: [SECOND] }] });
    const place = world.place(MEMBER, AWAY);
    const now = world.time.now();
    world.atlas.faults.outage(now, now + 120_000);
    const { endpointId } = place.createVpcEndpoint();
    await runFor(world, 4 * HOUR);
    expect([listedIds(world), postsIn(world)]).toEqual([[], 0]);
    expect(recordAtHub(world, place, endpointId)?.state).toBe('failed');
  });

  it('has no record of a link that a person has made for an endpoint of the member', async () => {
    const world = await startHub({ reach: [{ accounts: [SECOND] }] });
    const [place, allowed] = [world.place(MEMBER, AWAY), world.place(SECOND, AWAY)];
    for (const one of [place, allowed]) {
      one.aws.bus.loses = ({ source }) => source !== 'aws.events';
      const { endpointId } = one.createVpcEndpoint();
      world.atlas.world.createLink(world.serviceIn(AWAY), endpointId, {});
    }
    await runFor(world, 4 * HOUR);
    const written = ({ aws }: WorldPlace) => aws.parameters.below(RegistryPath.LINKS, true);
    expect(written(allowed)).not.toEqual([]);
    expect(written(place)).toEqual([]);
    const records = world.home.aws.parameters.below(RegistryPath.LINKS, true).map(({ name }) => name);
    expect(records.filter((name) => name.includes(MEMBER))).toEqual([]);
  });

  it("is out of reach of the hub's own account, unless that is listed", async () => {
    const world = await startHub({ reach: [{ accounts: [SECOND] }] });
    world.home.createVpcEndpoint();
    world.place(HUB, AWAY).createVpcEndpoint();
    await runFor(world, 2 * HOUR);
    expect([listedIds(world), postsIn(world)]).toEqual([[], 0]);
  });

  it('leaves a link of an account that was allowed before, and reports it', async () => {
    const open = await startHub();
    const place = open.place(MEMBER, AWAY);
    const { endpointId } = place.createVpcEndpoint();
    const sibling = open.place(SECOND, AWAY).createVpcEndpoint();
    await runFor(open, HALF_HOUR);
    await updateHub(open, { reach: [{ accounts: [SECOND] }] });
    await runFor(open, 3 * HOUR);
    expect(listedIds(open).sort()).toEqual([endpointId, sibling.endpointId].sort());
    const drift = summariesIn(open).at(-1)?.drift ?? [];
    expect(drift).toContainEqual(
      expect.objectContaining({ kind: 'not-allowed', endpointId, account: MEMBER }),
    );
    place.deleteVpcEndpoints([endpointId]);
    await runFor(open, HOUR);
    expect(listedIds(open)).toEqual([sibling.endpointId]);
  });
});

const NAMESPACES = ['first', 'second'] as const;

/** Two Atlas projects, each with a hub of its own, for the same accounts. */
async function startTwoHubs(): Promise<OrganizationWorld> {
  const world = await OrganizationWorld.start({
    random: () => 0.5,
    regions: [AWAY],
    homeUnit: UNIT,
    projects: 2,
    accounts: [
      { account: MEMBER, unit: UNIT },
      { account: SECOND, unit: UNIT },
      { account: OUTSIDE, isMember: false },
    ],
    synthesize: cached(['two hubs'], synthesizeTwoHubs),
  });
  whenDone(world);
  await runFor(world, HALF_HOUR);
  return world;
}

function synthesizeTwoHubs({
  outputFolder,
  atlasBaseUrl,
  projectIds,
  secretName,
}: SynthesisSettings): string {
  const app = new App({ outdir: outputFolder, ...UNCHECKED, context: featureFlags() });
  const stack = new Stack(app, 'Hubs', { env: { account: HUB, region: HOME } });
  const credentials = AtlasCredentials.fromSecretName(secretName);
  for (const [index, namespace] of NAMESPACES.entries()) {
    const link = new AtlasPrivateLink(stack, `Link${index}`, {
      ...PUSH_PROP,
      projects: [{ projectId: projectIds[index] ?? '', credentials }],
      atlasBaseUrl,
      endpointSelection: EndpointSelection.all(),
      members: AtlasMembers.organization(ORGANIZATION, { regions: [HOME, AWAY], namespace }),
    });
    const members = new AtlasPrivateLinkMembers(stack, `Members${index}`, {
      hub: link.hub,
      organizationalUnitIds: [UNIT],
      managementAccountId: MANAGEMENT_ACCOUNT,
    });
    members.node.addDependency(link);
  }
  app.synth();
  return stack.templateFile;
}

const serviceOf = (place: WorldPlace, index: number) => ({
  serviceName: place.serviceOf(index).serviceName,
});

describe('two hubs over the same members', () => {
  it('link each endpoint once, by the hub of its project, and remove only what is their own', async () => {
    const world = await startTwoHubs();
    const place = world.place(MEMBER, AWAY);
    const pairs = [0, 1].map((index) => [
      place.createVpcEndpoint(serviceOf(place, index)),
      world.place(SECOND, AWAY).createVpcEndpoint(serviceOf(place, index)),
    ]);
    await runFor(world, 2 * HOUR);
    for (const [index, pair] of pairs.entries())
      expect(listedIds(world, index).sort()).toEqual(pair.map(({ endpointId }) => endpointId).sort());
    expect(linkExecutionsIn(world.home)).toHaveLength(4);
    const owners = pairs.map(([one]) => recordAtHub(world, place, one?.endpointId ?? '')?.owner);
    expect(new Set(owners).size).toBe(2);
    for (const namespace of NAMESPACES)
      expect(world.home.aws.parameters.below(membersPath(namespace), true).length).toBeGreaterThan(0);
    const [gone] = pairs[0] ?? [];
    const before = recordAtHub(world, place, pairs[1]?.[0]?.endpointId ?? '');
    place.deleteVpcEndpoints([gone?.endpointId ?? '']);
    await runFor(world, 4 * HOUR);
    expect(listedIds(world, 0)).toEqual([pairs[0]?.[1]?.endpointId]);
    expect(listedIds(world, 1)).toHaveLength(2);
    expect(recordAtHub(world, place, pairs[1]?.[0]?.endpointId ?? '')).toMatchObject({
      execution: before?.execution,
      state: 'available',
    });
    expect(linkExecutionsIn(world.home)).toHaveLength(5);
  });
});

describe('a hub in the unit of its members', () => {
  it('handles each event of its own once, and knows itself in no Region as a member but in another one', async () => {
    const world = await startHub();
    const { endpointId } = world.home.createVpcEndpoint();
    world.home.createVpcEndpoint();
    await runFor(world, 2 * HOUR);
    world.home.deleteVpcEndpoints([endpointId]);
    await runFor(world, 2 * HOUR);
    const { executions, members } = changedBy(world);
    expect(executions).toHaveLength(3);
    expect(conclusionsAt(world.home).map(({ outcome }) => outcome)).toEqual([
      'available',
      'available',
      'deleted',
    ]);
    expect(members.filter((name) => name.includes(HUB))).toEqual([
      `${membersPath('default')}/${HUB}/${AWAY}`,
    ]);
  });
});
