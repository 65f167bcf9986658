/** Endpoints to Data Federation of which nobody knows the project, and whose creation events were lost. */
import { describe, expect, it } from 'vitest';
import { LINKS_RECONCILED, type LinksReconciledDetail } from '../../lambda/contract/published-event.js';
import { linkParameterName } from '../../lambda/contract/registry.js';
import type { World } from '../../local/world.js';
import { reconcile, recordOf } from './automation-world.js';
import {
  createFederated,
  federationPostsIn,
  PROJECT_TAG,
  registeredIn,
  startFederated,
} from './federated-world.js';
import { conclusionsIn, deadLettersIn, statusTagOf } from './scenario-world.js';

const settings = [{ dataFederation: true }, { dataFederation: true }, {}];
const summaryOf = (world: World) => world.published(LINKS_RECONCILED).at(-1)?.detail as LinksReconciledDetail;

/** Creates an endpoint whose events are lost, old enough that EC2 shows it reliably. */
async function createUnseen(world: World, tags: Record<string, string> = {}) {
  world.loseEvents(1);
  const endpoint = await createFederated(world);
  for (const [key, value] of Object.entries(tags)) endpoint.tags.set(key, value);
  await world.time.run(60);
  return endpoint;
}

describe('an endpoint to Data Federation that could belong to several projects, whose creation event was lost', () => {
  it('is reported once, by the first reconciliation, and registered when it has a tag', async () => {
    const world = await startFederated({ settings });
    const endpoint = await createUnseen(world);
    const { endpointId } = endpoint;
    await reconcile(world);
    expect(conclusionsIn(world)).toMatchObject([{ outcome: 'failed', service: 'data-federation' }]);
    expect(conclusionsIn(world)[0]?.advice).toContain(`Set the tag ${PROJECT_TAG}`);
    expect(summaryOf(world)).toMatchObject({
      left: 1,
      drift: [{ kind: 'not-linked', projectId: '', endpointId, result: 'left' }],
    });
    await reconcile(world);
    await reconcile(world);
    expect(summaryOf(world)).toMatchObject({
      found: 0,
      left: 0,
      drift: [{ endpointId, result: 'reported' }],
    });
    expect([conclusionsIn(world).length, world.aws.metrics.sum('LinkRefused')]).toEqual([1, 1]);
    expect([recordOf(world, endpointId), statusTagOf(endpoint)]).toEqual([undefined, 'failed']);
    world.tagEndpoint(endpointId, { [PROJECT_TAG]: world.projects[1]?.id ?? '' });
    await world.time.run();
    expect(Object.keys(registeredIn(world, 1))).toEqual([endpointId]);
    await reconcile(world);
    expect(summaryOf(world)).toMatchObject({ found: 0, drift: [] });
    expect([conclusionsIn(world).length, deadLettersIn(world)]).toEqual([2, []]);
  });

  it('is reported once if its event arrives, too', async () => {
    const world = await startFederated({ settings });
    await createFederated(world);
    await reconcile(world);
    expect(summaryOf(world)).toMatchObject({ found: 0, left: 0, drift: [{ result: 'reported' }] });
    expect([conclusionsIn(world).length, world.aws.metrics.sum('LinkRefused')]).toEqual([1, 1]);
  });

  it('is not reported if another automation has its record', async () => {
    const world = await startFederated({ settings });
    const known = await createFederated(world, { tags: { [PROJECT_TAG]: world.projects[0]?.id ?? '' } });
    const { endpointId } = await createUnseen(world);
    const record = recordOf(world, known.endpointId);
    const link = { ...record?.link, EndpointId: endpointId, ProjectId: 'e'.repeat(24) };
    const value = JSON.stringify({ ...record, owner: 'Another', link });
    world.aws.parameters.put({
      name: linkParameterName(endpointId),
      value,
      type: 'String',
      overwrite: true,
    });
    await reconcile(world);
    expect([conclusionsIn(world).length, summaryOf(world).drift]).toEqual([1, []]);
  });
});

describe('an endpoint to Data Federation whose tag names an unwilling project, whose creation event was lost', () => {
  it('is reported once, with what to do', async () => {
    const world = await startFederated({ settings });
    await createUnseen(world, { [PROJECT_TAG]: world.projects[2]?.id ?? '' });
    await reconcile(world);
    await reconcile(world);
    expect(conclusionsIn(world)).toMatchObject([{ outcome: 'failed' }]);
    expect(conclusionsIn(world)[0]?.advice).toMatch(/set dataFederation/);
    expect(federationPostsIn(world)).toBe(0);
  });
});
