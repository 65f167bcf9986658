/** Tests the recipes of docs/migration.md that use this project alone. */
import { describe, expect, it } from 'vitest';
import {
  AtlasPrivateEndpointLink,
  AtlasPrivateEndpointService,
  EndpointSelection,
  PrivateEndpoint,
} from '../../lib/index.js';
import type { World } from '../../local/world.js';
import { listedIn, reconcile, recordOf, startAutomation } from './automation-world.js';
import { startDeclared } from './declared-stack.js';

/** POST and DELETE of links and services. */
function changesIn({ atlas }: World): number {
  return ['POST', 'DELETE', 'PATCH'].reduce(
    (sum, method) => sum + atlas.journal.count({ method, path: /privateEndpoint/ }),
    0,
  );
}

/** A linked endpoint that is unknown to the automation. */
async function startWithTerraformsLink() {
  const world = await startAutomation({
    props: { endpointSelection: EndpointSelection.tagged('atlas-privatelink') },
  });
  const { endpointId } = world.createVpcEndpoint();
  await world.time.run(5);
  world.atlas.world.createLink(world.service, endpointId, {});
  await world.time.run(300);
  return { world, endpointId };
}

describe('a link of Terraform', () => {
  it('is unchanged while its endpoint has no tag', async () => {
    const { world, endpointId } = await startWithTerraformsLink();
    await reconcile(world);
    expect([changesIn(world), recordOf(world, endpointId)]).toEqual([0, undefined]);
    expect(listedIn(world)).toEqual([endpointId]);
  });

  it('is adopted once its endpoint has the tag, without a POST or DELETE', async () => {
    const { world, endpointId } = await startWithTerraformsLink();
    world.tagEndpoint(endpointId, { 'atlas-privatelink': 'yes' });
    await world.time.run();
    expect([changesIn(world), recordOf(world, endpointId)?.state]).toEqual([0, 'available']);
  });

  it('is not removed when the tag is removed again', async () => {
    const { world, endpointId } = await startWithTerraformsLink();
    world.tagEndpoint(endpointId, { 'atlas-privatelink': 'yes' });
    await world.time.run();
    world.untagEndpoint(endpointId, ['atlas-privatelink']);
    await world.time.run();
    await reconcile(world);
    expect([changesIn(world), listedIn(world)]).toEqual([0, [endpointId]]);
  });

  it('and its service are adopted by a stack, and stay when the stack is deleted', async () => {
    const declared = await startDeclared();
    const { world, project } = declared;
    const service = world.atlas.world.createService(project, 'AWS', 'EU_WEST_1', true);
    const { endpointId } = world.createVpcEndpoint({ serviceName: service.serviceName });
    await world.time.run(5);
    world.atlas.world.createLink(service, endpointId, {});
    await world.time.run(300);
    const outcome = await declared.create({
      withoutService: true,
      also: ({ stack, provider }) => {
        const adopted = new AtlasPrivateEndpointService(stack, 'Service', {
          provider,
          projectId: project.id,
        });
        new AtlasPrivateEndpointLink(stack, 'Link', {
          provider,
          service: adopted,
          endpoint: PrivateEndpoint.vpcEndpointId(endpointId),
        });
      },
    });
    expect([outcome, changesIn(world)]).toEqual([{ status: 'COMPLETE', reason: '' }, 0]);
    expect(declared.attributes('Link').ConnectionStatus).toBe('AVAILABLE');
    expect(await declared.remove()).toMatchObject({ status: 'COMPLETE' });
    expect([changesIn(world), listedIn(world)]).toEqual([0, [endpointId]]);
  });
});
