/** Endpoints to Data Federation that two deliveries take for endpoints of two projects. */
import { describe, expect, it } from 'vitest';
import type { World } from '../../local/world.js';
import { recordOf } from './automation-world.js';
import {
  createFederated,
  FEDERATION_SERVICE,
  federationPostsIn,
  PROJECT_TAG,
  registeredIn,
  startFederated,
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
