import { describe, expect, it } from 'vitest';
import type { AtlasRegion } from '../../../../../lambda/contract/regions.js';
import {
  applyServiceChange,
  prepareServiceChange,
} from '../../../../../lambda/domain/declared/kinds/endpoint-service/change-service.js';
import { restoreRemoteRegions } from '../../../../../lambda/domain/declared/kinds/endpoint-service/remote-regions.js';
import { undoCreatedService } from '../../../../../lambda/domain/declared/kinds/endpoint-service/undo-service.js';
import type { ServiceExecution } from '../../../../../lambda/execution-data/workflow-input.js';
import { atlasError } from '../../../atlas-errors.js';
import { ChangingAtlas } from '../../../changing-atlas.js';
import {
  endpointService,
  FIRST_ROUND,
  linkDescription,
  OLDER_SERVICE_ID,
  PROJECT_ID,
  SERVICE_ID,
  workflowInput,
} from '../../../samples.js';
import { VirtualClock } from '../../../virtual-clock.js';

type Change = NonNullable<ServiceExecution['change']>;

function serviceExecution(change: Partial<Change> = {}): ServiceExecution {
  const { target: _, change: __, ...common } = workflowInput();
  return {
    ...common,
    target: {
      kind: 'service',
      cloudProvider: 'AWS',
      projectId: PROJECT_ID,
      regionName: 'EU_WEST_1',
      endpointServiceId: '',
    },
    change: {
      kind: 'create',
      adoptExisting: true,
      isAdopted: false,
      recordedServiceId: '',
      withdrawnRemoteRegions: [],
      ...change,
    },
  };
}

/** An Atlas with these services only. */
function atlasWith(...services: ReturnType<typeof endpointService>[]): ChangingAtlas {
  const atlas = new ChangingAtlas();
  atlas.services = services;
  return atlas;
}

const NOTHING = { round: 1, existed: false };
const clock = new VirtualClock();

describe('creating an endpoint service', () => {
  it('waits while an earlier one is being deleted', async () => {
    const atlas = atlasWith(endpointService({ status: 'DELETING' }));
    await expect(prepareServiceChange(atlas, serviceExecution(), FIRST_ROUND)).rejects.toMatchObject({
      name: 'NotYetError',
    });
  });

  it('adopts one that somebody else has made since the poll', async () => {
    const applied = await applyServiceChange(
      atlasWith(endpointService()),
      clock,
      serviceExecution(),
      NOTHING,
      false,
    );
    expect(applied).toEqual({ retained: false, adopted: true, endpointServiceId: SERVICE_ID });
  });

  it('refuses to adopt it if adoption is off, and does not count it as its own', async () => {
    const execution = serviceExecution({ adoptExisting: false });
    expect(await applyServiceChange(atlasWith(endpointService()), clock, execution, NOTHING, false)).toEqual({
      retained: false,
      adopted: true,
      endpointServiceId: SERVICE_ID,
      refusal: expect.stringMatching(/endpoint service in EU_WEST_1 already.*AdoptExisting is false/),
    });
  });

  it('recognizes its own after a lost response, and after an attempt that crashed', async () => {
    const lost = atlasWith();
    lost.failNext('POST service', atlasError('unavailable'), { afterEffect: true });
    expect(await applyServiceChange(lost, clock, serviceExecution(), NOTHING, false)).toMatchObject({
      adopted: false,
    });
    const cutOff = atlasWith(endpointService());
    expect(await applyServiceChange(cutOff, clock, serviceExecution(), NOTHING, true)).toMatchObject({
      adopted: false,
    });
    expect(cutOff.countOf('POST service')).toBe(0);
  });
});

describe('a service that was created before the poll that did not show it', () => {
  const older = () => endpointService({ endpointServiceId: OLDER_SERVICE_ID });
  const refusedUnclearly = () => {
    const atlas = atlasWith(older());
    atlas.failNext('POST service', atlasError('unavailable'));
    return atlas;
  };

  it('is not the effect of a request without a response', async () => {
    const applied = await applyServiceChange(refusedUnclearly(), clock, serviceExecution(), NOTHING, false);
    expect(applied).toEqual({
      ...{ retained: false, adopted: true },
      ...{ endpointServiceId: OLDER_SERVICE_ID, unanswered: 'checked' },
    });
  });

  it('is not the effect of an attempt that crashed', async () => {
    const applied = await applyServiceChange(atlasWith(older()), clock, serviceExecution(), NOTHING, true);
    expect(applied).toEqual({
      ...{ retained: false, adopted: true },
      ...{ endpointServiceId: OLDER_SERVICE_ID, unanswered: 'checked' },
    });
  });

  it('is not what an earlier round has created', async () => {
    const open = { round: 1, conflicts: 0, prepared: undefined };
    const previous = { ...open, unanswered: 'open' as const, checkedAt: '2026-08-10T03:05:05.000Z' };
    const prepared = await prepareServiceChange(atlasWith(older()), serviceExecution(), previous);
    expect(prepared).toMatchObject({ existed: true, endpointServiceId: OLDER_SERVICE_ID });
    expect(prepared).not.toHaveProperty('creation');
  });

  it.each([
    ['11 s before', '2026-08-10T03:05:16.000Z', true],
    ['9 s before, as clocks may differ', '2026-08-10T03:05:14.000Z', false],
  ])('%s, that is', async (_, checkedAt, adopted) => {
    const atlas = atlasWith(endpointService({ endpointServiceId: '6a793fe1c0eb9e7a17715835' }));
    const prepared = { ...NOTHING, checkedAt };
    expect(await applyServiceChange(atlas, clock, serviceExecution(), prepared, true)).toMatchObject({
      adopted,
    });
  });
});

describe('rolling back an endpoint service', () => {
  const rollBack = (atlas: ChangingAtlas, endpointServiceId = SERVICE_ID) =>
    undoCreatedService({ atlas, clock }, serviceExecution(), { endpointServiceId, evidence: 'response' });

  it('removes it, unless somebody has added a link to it', async () => {
    const atlas = atlasWith(endpointService());
    expect(await rollBack(atlas)).toEqual({ undone: true });
    expect(atlas.deletedServices).toEqual([SERVICE_ID]);
    const used = atlasWith(endpointService());
    used.links.set('vpce-1', linkDescription({ endpointId: 'vpce-1' }));
    expect(await rollBack(used)).toEqual({
      undone: false,
      left: expect.stringContaining('it has links (vpce-1)'),
    });
    expect(used.deletedServices).toEqual([]);
  });

  it('is incomplete while Atlas shows it unchanged, whoever answered the DELETE', async () => {
    const atlas = atlasWith(endpointService());
    atlas.deleteService = async () => undefined;
    await expect(rollBack(atlas)).rejects.toMatchObject({ name: 'NotYetError' });
  });

  it('does not remove another one in the same Region', async () => {
    const atlas = atlasWith(endpointService());
    expect(await rollBack(atlas, '6a793f68c0eb9e7a177158ff')).toEqual({
      undone: false,
      left: expect.stringContaining('6a793f68c0eb9e7a177158ff may be left'),
    });
    expect(atlas.deletedServices).toEqual([]);
  });
});

describe('remote Regions', () => {
  const withRegions = (...regionNames: AtlasRegion[]) => {
    const { description, ...service } = endpointService();
    return atlasWith({ ...service, description: { ...description, supportedRemoteRegions: regionNames } });
  };
  const regionsOf = ({ services }: ChangingAtlas) => services[0]?.description.supportedRemoteRegions;
  const THERE = { round: 1, existed: true, endpointServiceId: SERVICE_ID };

  it('of an adopted service are extended, and only those of the resource are withdrawn', async () => {
    const atlas = withRegions('EU_CENTRAL_1');
    await applyServiceChange(
      atlas,
      clock,
      serviceExecution({ supportedRemoteRegions: ['US_EAST_1'] }),
      THERE,
      false,
    );
    expect(regionsOf(atlas)).toEqual(['EU_CENTRAL_1', 'US_EAST_1']);
    const update = serviceExecution({
      kind: 'update',
      isAdopted: true,
      supportedRemoteRegions: [],
      withdrawnRemoteRegions: ['US_EAST_1'],
    });
    await applyServiceChange(atlas, clock, update, THERE, false);
    expect(regionsOf(atlas)).toEqual(['EU_CENTRAL_1']);
  });

  it('of a service of the resource equal its property', async () => {
    const atlas = withRegions('EU_CENTRAL_1');
    const update = serviceExecution({ kind: 'update', supportedRemoteRegions: ['US_EAST_1'] });
    await applyServiceChange(atlas, clock, update, THERE, false);
    expect(regionsOf(atlas)).toEqual(['US_EAST_1']);
  });

  it('are restored when the execution fails', async () => {
    const atlas = withRegions('EU_CENTRAL_1');
    const execution = serviceExecution({ supportedRemoteRegions: ['US_EAST_1'] });
    const prepared = { round: 1, ...(await prepareServiceChange(atlas, execution, FIRST_ROUND)) };
    expect(await applyServiceChange(atlas, clock, execution, prepared, false)).toMatchObject({
      changed: true,
    });
    // A remote Region that somebody else has added since.
    await atlas.setRemoteRegions(PROJECT_ID, SERVICE_ID, ['EU_CENTRAL_1', 'US_EAST_1', 'US_WEST_2']);
    expect(await restoreRemoteRegions(atlas, execution, prepared)).toEqual({ undone: true });
    expect(regionsOf(atlas)).toEqual(['EU_CENTRAL_1', 'US_WEST_2']);
  });
});
