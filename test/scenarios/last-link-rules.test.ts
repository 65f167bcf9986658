/**
 * Whether Atlas deletes an endpoint service with its last link has not been recorded. These tests hold in either case.
 */
import { describe, expect, it } from 'vitest';
import { LastLink } from '../../lib/index.js';
import { LAST_LINK_RULES } from '../../local/atlas/index.js';
import { listedIn, recordOf, startAutomation } from './automation-world.js';
import { startDeclared } from './declared-stack.js';
import { conclusionsIn, deadLettersIn } from './scenario-world.js';

describe.each(LAST_LINK_RULES)(
  'with a simulator in which a last link takes its service: %s',
  (lastLinkTakesService) => {
    it('the last link and its service are retained under KEEP', async () => {
      const world = await startAutomation({ lastLinkTakesService });
      const { endpointId } = world.createVpcEndpoint();
      await world.time.run();
      world.deleteVpcEndpoints([endpointId]);
      await world.time.run(120);
      expect([listedIn(world), world.service.status]).toEqual([[endpointId], 'AVAILABLE']);
      expect(recordOf(world, endpointId)?.state).toBe('retained');
    });

    it('the last link is removed under REMOVE, and concluded as deleted', async () => {
      const world = await startAutomation({ lastLinkTakesService, props: { lastLink: LastLink.REMOVE } });
      const { endpointId } = world.createVpcEndpoint();
      await world.time.run();
      world.deleteVpcEndpoints([endpointId]);
      await world.time.run();
      await world.time.run(120);
      expect(listedIn(world)).toEqual([]);
      expect(recordOf(world, endpointId)).toBeUndefined();
      expect(conclusionsIn(world).at(-1)).toMatchObject({ goal: 'deleted', outcome: 'deleted' });
      expect([deadLettersIn(world), world.aws.metrics.raised()]).toEqual([[], []]);
      expect(world.projects[0]?.services.size).toBe(lastLinkTakesService === 'never' ? 1 : 0);
    });

    it('a stack with service and link is deleted completely', async () => {
      const declared = await startDeclared({ lastLinkTakesService });
      expect(await declared.create({ links: ['A'] })).toMatchObject({ status: 'COMPLETE' });
      expect(await declared.remove()).toMatchObject({ status: 'COMPLETE' });
      await declared.world.time.run(120);
      declared.world.atlas.world.settle();
      expect(declared.project.services.size).toBe(0);
    });
  },
);
