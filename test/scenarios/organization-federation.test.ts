/** A hub and the endpoints of its members to Data Federation. */
import { describe, expect, it } from 'vitest';
import { dataFederationServiceOf } from '../../lambda/contract/data-federation-services.js';
import type { OrganizationWorld } from '../../local/organization-world.js';
import type { WorldPlace } from '../../local/world-place.js';
import { OWN_COMMENT, PROJECT_TAG } from './federated-world.js';
import {
  AWAY,
  conclusionsAt,
  copyAtHome,
  HOME,
  HUB,
  MEMBER,
  recordAtHub,
  runFor,
  SECOND,
  startHub,
} from './hub-world.js';

const HOUR = 3600;

/** What a project has registered: ids with comments. */
function registeredIn(world: OrganizationWorld, projectIndex = 0): Record<string, string | undefined> {
  world.atlas.world.settle();
  const all = world.home.projects[projectIndex]?.dataFederation.all ?? [];
  return Object.fromEntries(all.map(({ request, comment }) => [request.endpointId, comment]));
}

const create = (place: WorldPlace, tags: Record<string, string> = {}) =>
  place.createVpcEndpoint({ serviceName: dataFederationServiceOf(place.aws.region) ?? '', tags });

describe('a hub whose project allows only some accounts', () => {
  const reach = [{ dataFederation: true, accounts: [HUB, MEMBER] }];

  it.each([HOME, AWAY])('registers an endpoint of such an account in %s, and removes it', async (region) => {
    const world = await startHub({ reach });
    const place = world.place(MEMBER, region);
    const endpoint = create(place);
    const { endpointId } = endpoint;
    await runFor(world, 1800);
    expect(registeredIn(world)).toEqual({ [endpointId]: expect.stringMatching(OWN_COMMENT) });
    expect(recordAtHub(world, place, endpointId)).toMatchObject({
      state: 'available',
      account: MEMBER,
      region,
    });
    expect(copyAtHome(place, endpointId)).toMatchObject({ state: 'available' });
    expect(conclusionsAt(place)).toMatchObject([{ outcome: 'available', service: 'data-federation' }]);
    expect(endpoint.tags.get('atlas-privatelink:status')).toBe('available');
    place.deleteVpcEndpoints([endpointId]);
    await runFor(world, 1800);
    expect(registeredIn(world)).toEqual({});
    expect([recordAtHub(world, place, endpointId), copyAtHome(place, endpointId)]).toEqual([
      undefined,
      undefined,
    ]);
  });

  it('registers by a reconciliation what an event has missed, and leaves other accounts alone', async () => {
    const world = await startHub({ reach });
    const [place, excluded] = [world.place(MEMBER, AWAY), world.place(SECOND, AWAY)];
    for (const { aws } of [place, excluded]) aws.bus.loses = () => true;
    const { endpointId } = create(place);
    const other = create(excluded);
    await runFor(world, 3 * HOUR);
    expect(Object.keys(registeredIn(world))).toEqual([endpointId]);
    expect(recordAtHub(world, excluded, other.endpointId)).toBeUndefined();
    expect(conclusionsAt(excluded)).toEqual([]);
  });

  it('does not report an endpoint of another account as failed, and says in its log why', async () => {
    const world = await startHub({ reach });
    const place = world.place(SECOND, AWAY);
    const endpoint = create(place);
    await runFor(world, 2 * HOUR);
    expect([registeredIn(world), conclusionsAt(place)]).toEqual([{}, []]);
    expect(recordAtHub(world, place, endpoint.endpointId)).toBeUndefined();
    expect(endpoint.tags.get('atlas-privatelink:status')).toBeUndefined();
    expect(world.home.aws.logs).toContainEqual(
      expect.objectContaining({ level: 'WARN', reason: expect.stringContaining(SECOND) }),
    );
  });

  it('refuses an endpoint of another account whose tag names it, once', async () => {
    const world = await startHub({ reach });
    const place = world.place(SECOND, AWAY);
    create(place, { [PROJECT_TAG]: world.home.projects[0]?.id ?? '' });
    await runFor(world, 3 * HOUR);
    expect(conclusionsAt(place)).toMatchObject([{ outcome: 'failed', service: 'data-federation' }]);
    expect(registeredIn(world)).toEqual({});
  });
});

describe('a hub with two projects', () => {
  it('registers the endpoint of an account that only one of them allows there, without a tag', async () => {
    const world = await startHub({
      projects: 2,
      reach: [
        { dataFederation: true, accounts: [HUB, SECOND] },
        { dataFederation: true, accounts: [HUB, MEMBER] },
      ],
    });
    const { endpointId } = create(world.place(MEMBER, AWAY));
    const undecided = create(world.home);
    await runFor(world, 3 * HOUR);
    expect([registeredIn(world, 0), Object.keys(registeredIn(world, 1))]).toEqual([{}, [endpointId]]);
    // The hub's own account may use both.
    const reported = conclusionsAt(world.home).filter(({ link }) => link.EndpointId === undecided.endpointId);
    expect(reported).toMatchObject([{ outcome: 'failed', advice: expect.stringContaining(PROJECT_TAG) }]);
  });
});
