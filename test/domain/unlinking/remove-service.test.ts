import { describe, expect, it } from 'vitest';
import type { EndpointService } from '../../../lambda/domain/model/ports/atlas.js';
import { carryOutServiceRemoval } from '../../../lambda/domain/unlinking/carry-out-removal.js';
import { atlasError } from '../atlas-errors.js';
import { ChangingAtlas } from '../changing-atlas.js';
import { endpointService, linkDescription, PROJECT_ID, SERVICE_ID, workflowInput } from '../samples.js';
import { VirtualClock } from '../virtual-clock.js';

function setUp(services: readonly EndpointService[] = [endpointService()], endpointServiceId = SERVICE_ID) {
  const atlas = new ChangingAtlas();
  atlas.services = [...services];
  const { target: _, change: __, ...common } = workflowInput({ goal: 'deleted' });
  const execution = {
    ...common,
    target: {
      kind: 'service',
      cloudProvider: 'AWS',
      projectId: PROJECT_ID,
      regionName: 'EU_WEST_1',
      endpointServiceId,
    } as const,
  };
  const remove = () => carryOutServiceRemoval({ atlas, clock: new VirtualClock() }, execution);
  return { atlas, remove };
}

const REMOVED = { retained: false, adopted: false };

describe('the removal of an endpoint service', () => {
  it('is one DELETE of the service with that id', async () => {
    const { atlas, remove } = setUp([endpointService({ endpointServiceId: 'another' }), endpointService()]);
    expect(await remove()).toEqual(REMOVED);
    expect(atlas.deletedServices).toEqual([SERVICE_ID]);
  });

  it('waits for its links', async () => {
    const { atlas, remove } = setUp();
    atlas.links.set('vpce-1', linkDescription({ endpointId: 'vpce-1' }));
    await expect(remove()).rejects.toMatchObject({
      name: 'NotYetError',
      message: expect.stringContaining('still has links (vpce-1)'),
    });
    expect(atlas.deletedServices).toEqual([]);
  });

  it.each([
    ['is being removed already', [endpointService({ status: 'DELETING' })], SERVICE_ID],
    ['is not there', [], SERVICE_ID],
    ['is another one of the Region, while the own id is not known', [endpointService()], ''],
  ] as const)('is not requested if it %s', async (_, services, id) => {
    const { atlas, remove } = setUp(services, id);
    expect(await remove()).toEqual(REMOVED);
    expect(atlas.deletedServices).toEqual([]);
  });

  it.each(['rate-limited', 'unavailable', 'conflict'] as const)(
    'is checked again after a DELETE that ends with %s',
    async (kind) => {
      const { atlas, remove } = setUp();
      atlas.failNext('DELETE', atlasError(kind));
      await expect(remove()).rejects.toMatchObject({ name: 'NotYetError' });
      expect(atlas.countOf('DELETE')).toBe(1);
    },
  );
});
