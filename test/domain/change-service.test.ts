import { describe, expect, it } from 'vitest';
import type { ServiceRun } from '../../lambda/contract/workflow-input.js';
import {
  applyServiceChange,
  prepareServiceChange,
  undoServiceChange,
} from '../../lambda/domain/change-service.js';
import { atlasError } from './atlas-errors.js';
import { ChangingAtlas } from './changing-atlas.js';
import { endpointService, linkDescription, PROJECT_ID, SERVICE_ID, workflowInput } from './samples.js';
import { VirtualClock } from './virtual-clock.js';

type Change = NonNullable<ServiceRun['change']>;

function serviceRun(change: Partial<Change> = {}): ServiceRun {
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
    change: { kind: 'create', adoptExisting: true, isAdopted: false, withdrawnRemoteRegions: [], ...change },
  };
}

/** Without a service, unless some are given. */
function atlasWith(...services: ReturnType<typeof endpointService>[]): ChangingAtlas {
  const atlas = new ChangingAtlas();
  atlas.services = services;
  return atlas;
}

const NOTHING = { existed: false };

describe('making an endpoint service', () => {
  it('waits while an earlier one is being deleted', async () => {
    const atlas = atlasWith(endpointService({ status: 'DELETING' }));
    await expect(prepareServiceChange(atlas, serviceRun())).rejects.toMatchObject({ name: 'NotYetError' });
  });

  it('adopts what somebody else has made since the look', async () => {
    const applied = await applyServiceChange(atlasWith(endpointService()), serviceRun(), NOTHING, false);
    expect(applied).toEqual({ kept: false, adopted: true });
  });

  it('does not adopt that when it is told not to, and does not take it for its own', async () => {
    const run = serviceRun({ adoptExisting: false });
    expect(await applyServiceChange(atlasWith(endpointService()), run, NOTHING, false)).toEqual({
      kept: false,
      adopted: true,
      refusal: expect.stringMatching(/endpoint service in EU_WEST_1 since.*AdoptExisting is false/),
    });
  });

  it('knows its own by an answer that was lost, and after a try that was cut off', async () => {
    const lost = atlasWith();
    lost.failNext('POST service', atlasError('unavailable'), { afterEffect: true });
    expect(await applyServiceChange(lost, serviceRun(), NOTHING, false)).toMatchObject({ adopted: false });
    const cutOff = atlasWith(endpointService());
    expect(await applyServiceChange(cutOff, serviceRun(), NOTHING, true)).toMatchObject({ adopted: false });
    expect(cutOff.countOf('POST service')).toBe(0);
  });
});

describe('taking back an endpoint service', () => {
  it('removes it, unless somebody has put a link on it', async () => {
    const atlas = atlasWith(endpointService());
    expect(await undoServiceChange({ atlas, clock: new VirtualClock() }, serviceRun(), NOTHING)).toEqual({
      undone: true,
    });
    expect(atlas.deletedServices).toEqual([SERVICE_ID]);
    atlas.links.set('vpce-1', linkDescription({ EndpointId: 'vpce-1' }));
    expect(await undoServiceChange({ atlas, clock: new VirtualClock() }, serviceRun(), NOTHING)).toEqual({
      undone: false,
    });
  });
});

describe('remote Regions', () => {
  const withRegions = (...regionNames: string[]) => {
    const { description, ...service } = endpointService();
    return atlasWith({ ...service, description: { ...description, SupportedRemoteRegions: regionNames } });
  };
  const regionsOf = ({ services }: ChangingAtlas) => services[0]?.description.SupportedRemoteRegions;
  const THERE = { existed: true };

  it('of an adopted service are added to, and only those of the resource are withdrawn', async () => {
    const atlas = withRegions('EU_CENTRAL_1');
    await applyServiceChange(atlas, serviceRun({ supportedRemoteRegions: ['US_EAST_1'] }), THERE, false);
    expect(regionsOf(atlas)).toEqual(['EU_CENTRAL_1', 'US_EAST_1']);
    const withdrawal = { supportedRemoteRegions: [], withdrawnRemoteRegions: ['US_EAST_1'] };
    const update = serviceRun({ kind: 'update', isAdopted: true, ...withdrawal });
    await applyServiceChange(atlas, update, THERE, false);
    expect(regionsOf(atlas)).toEqual(['EU_CENTRAL_1']);
  });

  it('of a service of the resource are what its property says', async () => {
    const atlas = withRegions('EU_CENTRAL_1');
    const update = serviceRun({ kind: 'update', supportedRemoteRegions: ['US_EAST_1'] });
    await applyServiceChange(atlas, update, THERE, false);
    expect(regionsOf(atlas)).toEqual(['US_EAST_1']);
  });

  it('are put back when the run fails', async () => {
    const atlas = withRegions('EU_CENTRAL_1');
    const run = serviceRun({ supportedRemoteRegions: ['US_EAST_1'] });
    const prepared = await prepareServiceChange(atlas, run);
    await applyServiceChange(atlas, run, prepared, false);
    expect(await undoServiceChange({ atlas, clock: new VirtualClock() }, run, prepared)).toEqual({
      undone: true,
    });
    expect(regionsOf(atlas)).toEqual(['EU_CENTRAL_1']);
  });
});
