/** Projects whose registrations with Data Federation cannot be read, while their dedicated services can. */
import { describe, expect, it } from 'vitest';
import { LINKS_RECONCILED, type LinksReconciledDetail } from '../../lambda/contract/published-event.js';
import { linkParameterName } from '../../lambda/contract/registry.js';
import type { World } from '../../local/world.js';
import { listedIn, reconcile, recordOf } from './automation-world.js';
import {
  createFederated,
  federationDeletesIn,
  federationPostsIn,
  registeredIn,
  startFederated,
} from './federated-world.js';
import { createAndRun, deadLettersIn } from './scenario-world.js';

const RESPONSES = {
  'answers 403': { status: 403, body: '{"error":403,"errorCode":"USER_UNAUTHORIZED"}' },
  'answers 404': { status: 404, body: '{"error":404,"errorCode":"RESOURCE_NOT_FOUND"}' },
  'answers 503': { status: 503, body: '' },
} as const;
type Response = keyof typeof RESPONSES;

function refuseFederation(world: World, response: Response): void {
  const effect = { kind: 'response', ...RESPONSES[response] } as const;
  world.atlas.faults.add({ path: /endpointIds/, times: Number.POSITIVE_INFINITY, effect });
}

const summaryOf = (world: World) => world.published(LINKS_RECONCILED).at(-1)?.detail as LinksReconciledDetail;

describe.each(Object.keys(RESPONSES) as Response[])('while Data Federation %s', (response) => {
  it('a reconciliation repairs links to dedicated services, and says what it could not read', async () => {
    const world = await startFederated();
    const federated = await createFederated(world);
    refuseFederation(world, response);
    world.loseEvents(1);
    const { endpointId } = await createAndRun(world);
    await world.time.run(60);
    await reconcile(world);
    expect(listedIn(world)).toEqual([endpointId]);
    expect(summaryOf(world)).toMatchObject({
      compared: 1,
      drift: [
        { kind: 'unreadable', endpointServiceId: 'data-federation', endpointId: '', result: 'left' },
        { kind: 'not-linked', endpointId, result: 'repaired' },
      ],
    });
    expect([world.aws.metrics.sum('ProjectUnreadable'), world.aws.metrics.sum('DriftLeft')]).toEqual([1, 0]);
    expect(recordOf(world, federated.endpointId)?.state).toBe('available');
  });

  it('a reconciliation decides nothing about an endpoint to Data Federation that is gone, or new', async () => {
    const world = await startFederated();
    const gone = await createFederated(world);
    world.loseEvents(2);
    world.deleteVpcEndpoints([gone.endpointId]);
    const young = await createFederated(world);
    refuseFederation(world, response);
    await reconcile(world);
    await world.time.run(1200);
    await reconcile(world);
    expect(Object.keys(registeredIn(world))).toEqual([gone.endpointId]);
    expect(recordOf(world, gone.endpointId)).toMatchObject({ state: 'available' });
    expect(recordOf(world, gone.endpointId)).not.toHaveProperty('missingSince');
    expect([recordOf(world, young.endpointId), federationDeletesIn(world)]).toEqual([undefined, 0]);
    world.atlas.faults.clear();
    await reconcile(world);
    await world.time.run(1200);
    await reconcile(world);
    expect(Object.keys(registeredIn(world))).toEqual([young.endpointId]);
    expect(federationPostsIn(world)).toBe(2);
  });

  it('a link to a dedicated service whose record is lost is removed with its endpoint', async () => {
    const world = await startFederated();
    const { endpointId } = await createAndRun(world);
    const stays = await createAndRun(world);
    world.aws.parameters.delete(linkParameterName(endpointId));
    refuseFederation(world, response);
    world.deleteVpcEndpoints([endpointId]);
    await world.time.run();
    expect([listedIn(world), deadLettersIn(world)]).toEqual([[stays.endpointId], []]);
  });
});
