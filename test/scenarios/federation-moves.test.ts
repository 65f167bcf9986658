/** Endpoints to Data Federation that two deliveries take for endpoints of two projects. */
import { describe, expect, it } from 'vitest';
import { LINKS_RECONCILED, type LinksReconciledDetail } from '../../lambda/contract/published-event.js';
import { linkParameterName } from '../../lambda/contract/registry.js';
import type { World } from '../../local/world.js';
import { reconcile, recordOf } from './automation-world.js';
import {
  createFederated,
  FEDERATION_SERVICE,
  federationPostsIn,
  PROJECT_TAG,
  registeredIn,
  startFederated,
  synthesizeFederated,
} from './federated-world.js';
import { conclusionsIn, deadLettersIn } from './scenario-world.js';

const settings = [{ dataFederation: true }, { dataFederation: true }];
const idsIn = (world: World) => [0, 1].map((index) => Object.keys(registeredIn(world, index)));
const projectIdsOf = (world: World) => world.projects.map(({ id }) => id);

describe('an endpoint to Data Federation whose tag is corrected while Atlas throttles the first project', () => {
  it('is registered in the second project only', async () => {
    const world = await startFederated({ settings });
    const [one = '', other = ''] = projectIdsOf(world);
    const { endpointId } = world.createVpcEndpoint({
      serviceName: FEDERATION_SERVICE,
      tags: { [PROJECT_TAG]: one },
    });
    const effect = { kind: 'response', status: 429, headers: { 'Retry-After': '20' } } as const;
    const meanwhile = () => world.tagEndpoint(endpointId, { [PROJECT_TAG]: other });
    world.atlas.faults.add({ method: 'GET', path: new RegExp(`${one}.*endpointIds`), effect, meanwhile });
    await world.time.run();
    expect([idsIn(world), federationPostsIn(world)]).toEqual([[[], [endpointId]], 1]);
    expect(recordOf(world, endpointId)).toMatchObject({ state: 'available', link: { ProjectId: other } });
    expect(conclusionsIn(world)).toMatchObject([{ outcome: 'available', link: { ProjectId: other } }]);
    expect(deadLettersIn(world)).toEqual([]);
  });
});

describe('an endpoint to Data Federation whose tag changes while the registry cannot be read', () => {
  it('stays in the first project only', async () => {
    const world = await startFederated({ settings });
    const [one = '', other = ''] = projectIdsOf(world);
    const { endpointId } = await createFederated(world, { tags: { [PROJECT_TAG]: one } });
    world.aws.server.refuse('ssm:GetParameter', 'ThrottlingException', 'Rate exceeded', 6);
    world.tagEndpoint(endpointId, { [PROJECT_TAG]: other });
    await world.time.run();
    expect([idsIn(world), federationPostsIn(world)]).toEqual([[[endpointId], []], 1]);
    expect(recordOf(world, endpointId)).toMatchObject({ state: 'available', link: { ProjectId: one } });
    expect(deadLettersIn(world)).toEqual([]);
  });
});

describe('an endpoint to Data Federation in a project that was taken out of the automation', () => {
  const summaryOf = (world: World) =>
    world.published(LINKS_RECONCILED).at(-1)?.detail as LinksReconciledDetail;

  const begin = async (isTagChanged: boolean) => {
    const world = await startFederated({ settings });
    const [one = '', other = ''] = projectIdsOf(world);
    const { endpointId } = await createFederated(world, { tags: { [PROJECT_TAG]: one } });
    world.aws.deploy(await world.synthesize(synthesizeFederated([undefined, { dataFederation: true }])));
    if (isTagChanged) world.tagEndpoint(endpointId, { [PROJECT_TAG]: other });
    await world.time.run();
    return { world, endpointId, one, other };
  };

  it('is kept with its record, and reported by each reconciliation with what to do, without an alarm', async () => {
    const { world, endpointId, one } = await begin(false);
    await reconcile(world);
    expect([idsIn(world), federationPostsIn(world)]).toEqual([[[endpointId], []], 1]);
    expect(recordOf(world, endpointId)).toMatchObject({ state: 'available', link: { ProjectId: one } });
    expect(summaryOf(world)).toMatchObject({
      found: 0,
      left: 0,
      drift: [{ kind: 'unmanaged', projectId: one, endpointId, result: 'reported' }],
    });
    expect(summaryOf(world).drift[0]?.message).toMatch(/remove it in Atlas.*runbook/);
    expect([deadLettersIn(world), world.aws.metrics.raised()]).toEqual([[], []]);
  });

  it('is not moved by its tag, which reconciliations report as not carried out', async () => {
    const { world, endpointId, one } = await begin(true);
    await reconcile(world);
    expect([idsIn(world), federationPostsIn(world)]).toEqual([[[endpointId], []], 1]);
    expect(recordOf(world, endpointId)?.link.ProjectId).toBe(one);
    expect(summaryOf(world)).toMatchObject({
      left: 1,
      drift: [{ kind: 'unmanaged' }, { kind: 'not-linked', endpointId, result: 'left' }],
    });
  });

  it('is registered where its tag says after the steps of the runbook', async () => {
    const { world, endpointId, other } = await begin(true);
    const [project] = world.projects;
    const registration = project?.dataFederation.find(endpointId);
    if (registration !== undefined) project?.dataFederation.remove(registration);
    world.aws.parameters.delete(linkParameterName(endpointId));
    await world.time.run(600);
    await reconcile(world);
    expect(idsIn(world)).toEqual([[], [endpointId]]);
    expect(recordOf(world, endpointId)).toMatchObject({ state: 'available', link: { ProjectId: other } });
  });
});
