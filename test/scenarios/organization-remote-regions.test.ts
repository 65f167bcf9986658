/** Members' endpoints in Regions that their endpoint service, in the home Region, does not accept. */
import { describe, expect, it } from 'vitest';
import { AtlasMembers } from '../../lib/index.js';
import type { OrganizationWorld } from '../../local/organization-world.js';
import {
  AWAY,
  conclusionsAt,
  copyAtHome,
  HOME,
  type HubWorldOptions,
  listedIds,
  MEMBER,
  ORGANIZATION,
  recordAtHub,
  runFor,
  SECOND,
  startHub,
  updateHub,
} from './hub-world.js';

const THIRD = 'us-east-1';
const HALF_HOUR = 1800;
const HOUR = 3600;

/** The project has one endpoint service, in the home Region. */
function start(options: HubWorldOptions = {}): Promise<OrganizationWorld> {
  return startHub({ serviceRegions: [], reach: [{ remoteRegions: [AWAY] }], ...options });
}

function create(world: OrganizationWorld, account = MEMBER, region = AWAY) {
  const { serviceName } = world.serviceIn(HOME);
  return world.place(account, region).createVpcEndpoint({ serviceName, serviceRegion: HOME });
}

function requestsIn({ atlas }: OrganizationWorld) {
  return {
    patches: atlas.journal.count({ method: 'PATCH', path: /\/endpointService\// }),
    posts: atlas.journal.count({ method: 'POST', path: /\/endpoint$/ }),
  };
}

describe('an endpoint of a member in a Region that its endpoint service does not accept', () => {
  it('is linked by the hub after its Region has been added', async () => {
    const world = await start();
    const { endpointId } = create(world);
    await runFor(world, HALF_HOUR);
    expect(world.serviceIn(HOME).supportedRemoteRegions).toEqual(['EU_CENTRAL_1']);
    expect(listedIds(world)).toEqual([endpointId]);
    expect(requestsIn(world)).toEqual({ patches: 1, posts: 1 });
    const place = world.place(MEMBER, AWAY);
    expect(conclusionsAt(place)).toMatchObject([{ outcome: 'available', account: MEMBER, region: AWAY }]);
    expect(recordAtHub(world, place, endpointId)).toMatchObject({ state: 'available' });
  });

  it('is found by the reconciliation if its creation was lost', async () => {
    const world = await start();
    const place = world.place(MEMBER, AWAY);
    place.aws.bus.loses = () => true;
    const { endpointId } = create(world);
    await runFor(world, 4 * HOUR);
    expect(listedIds(world)).toEqual([endpointId]);
    expect(requestsIn(world)).toEqual({ patches: 1, posts: 1 });
  });

  it('of an account that may not reach the project is refused before anything is changed', async () => {
    const world = await start({ reach: [{ accounts: [SECOND], remoteRegions: [AWAY] }] });
    const { endpointId } = create(world);
    await runFor(world, 3 * HOUR);
    expect(world.serviceIn(HOME).supportedRemoteRegions).toBeNull();
    expect(requestsIn(world)).toEqual({ patches: 0, posts: 0 });
    expect(copyAtHome(world.place(MEMBER, AWAY), endpointId)).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('may not be linked'),
    });
  });

  it('is not registered if its account may not reach the project any more when the Region has been added', async () => {
    const world = await start();
    const { endpointId } = create(world);
    while (requestsIn(world).patches === 0) await runFor(world, 1);
    await updateHub(world, { reach: [{ accounts: [SECOND], remoteRegions: [AWAY] }] });
    await runFor(world, HALF_HOUR);
    expect([listedIds(world), requestsIn(world).posts]).toEqual([[], 0]);
    const place = world.place(MEMBER, AWAY);
    expect(conclusionsAt(place)).toMatchObject([
      { outcome: 'failed', message: expect.stringContaining('may not be linked') },
    ]);
    expect(recordAtHub(world, place, endpointId)).toMatchObject({ state: 'failed' });
  });

  it('in a Region that is not among remoteRegions is refused, and the refusal says what to do', async () => {
    const world = await start({ reach: [{ remoteRegions: [HOME] }] });
    create(world);
    await runFor(world, HALF_HOUR);
    expect(requestsIn(world)).toEqual({ patches: 0, posts: 0 });
    expect(conclusionsAt(world.place(MEMBER, AWAY))).toMatchObject([
      {
        outcome: 'failed',
        message: expect.stringContaining(`may not add this Region (remoteRegions of its project: ${HOME})`),
        advice: expect.stringContaining('Accepted Endpoint Regions'),
      },
    ]);
  });
});

describe('two endpoints of two Regions', () => {
  it('that come together are both linked, and the service accepts both Regions', async () => {
    const regions = [HOME, AWAY, THIRD];
    const world = await start({
      regions: [AWAY, THIRD],
      members: AtlasMembers.organization(ORGANIZATION, { regions }),
      reach: [{ remoteRegions: [AWAY, THIRD] }],
    });
    world.atlas.world.refusesChangesWhileInitiating = true;
    const ids = [create(world), create(world, MEMBER, THIRD)].map(({ endpointId }) => endpointId);
    await runFor(world, HALF_HOUR);
    expect([...(world.serviceIn(HOME).supportedRemoteRegions ?? [])].sort()).toEqual([
      'EU_CENTRAL_1',
      'US_EAST_1',
    ]);
    expect(listedIds(world).sort()).toEqual(ids.sort());
    const outcomes = [AWAY, THIRD].flatMap((region) => conclusionsAt(world.place(MEMBER, region)));
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['available', 'available']);
  });
});
