import { describe, expect, it } from 'vitest';
import type { ChangeTaskPayload } from '../../lambda/contract/workflow.js';
import { changeTarget } from '../../lambda/runtime/change-target.js';
import { atlasError } from '../domain/atlas-errors.js';
import { ChangingAtlas } from '../domain/changing-atlas.js';
import { FakeVpcEndpoints } from '../domain/fake-aws.js';
import {
  EXECUTION_ARN,
  endpointService,
  OWN,
  PROJECT_ID,
  SERVICE_ID,
  workflowInput,
} from '../domain/samples.js';
import { FakeRemovalIntents } from '../domain/unlinking/fake-removal-intents.js';
import { VirtualClock } from '../domain/virtual-clock.js';
import { recordingObservability } from './handler-world.js';

const SERVICE = {
  ...workflowInput(),
  target: {
    kind: 'service',
    cloudProvider: 'AWS',
    projectId: PROJECT_ID,
    regionName: 'EU_WEST_1',
    endpointServiceId: '',
  },
  change: { kind: 'create', adoptExisting: true },
};
const NOTHING = { existed: false };

function setUp() {
  const atlas = new ChangingAtlas();
  const clock = new VirtualClock();
  const deps = {
    ...recordingObservability(),
    atlas,
    clock,
    intents: new FakeRemovalIntents(clock),
    owner: OWN.owner,
    endpoints: new FakeVpcEndpoints(),
  };
  const change = (phase: ChangeTaskPayload['phase'], state: object = {}) =>
    changeTarget(deps, {
      executionArn: EXECUTION_ARN,
      state: { ...SERVICE, prepared: NOTHING, ...state },
      phase,
      retryCount: 0,
    });
  return { atlas, clock, change };
}

describe('an outage of Atlas during a change', () => {
  it.each(['prepare', 'apply', 'undo'] as const)('is waited for in the phase %s', async (phase) => {
    const { atlas, change } = setUp();
    atlas.services = phase === 'apply' ? [] : [endpointService()];
    atlas.failNext(phase === 'apply' ? 'POST service' : 'list', atlasError('unavailable'));
    await expect(change(phase)).rejects.toMatchObject({
      name: 'NotYetError',
      message: 'Atlas said unavailable mend unavailable',
    });
  });

  it('is not waited for past the deadline, but for taking back a little longer', async () => {
    const { atlas, clock, change } = setUp();
    atlas.services = [endpointService()];
    clock.advanceSeconds(3601);
    for (const [phase, name] of [
      ['prepare', 'AtlasError'],
      ['undo', 'NotYetError'],
    ] as const) {
      atlas.failNext('list', atlasError('unavailable'));
      await expect(change(phase)).rejects.toMatchObject({ name });
    }
    clock.advanceSeconds(300);
    atlas.failNext('list', atlasError('unavailable'));
    await expect(change('undo')).rejects.toMatchObject({ name: 'AtlasError' });
  });

  it('is no reason to wait when a person has to mend it', async () => {
    const { atlas, change } = setUp();
    atlas.failNext('list', atlasError('forbidden'));
    await expect(change('prepare')).rejects.toMatchObject({ name: 'AtlasError' });
  });

  it('nothing else is waited for past the deadline either', async () => {
    const { atlas, clock, change } = setUp();
    atlas.services = [endpointService({ status: 'DELETING' })];
    await expect(change('prepare')).rejects.toMatchObject({ name: 'NotYetError' });
    clock.advanceSeconds(3600);
    await expect(change('prepare')).rejects.toMatchObject({ name: 'ChangeRefusedError' });
  });
});

describe('taking back', () => {
  it('is of what the run has made alone', async () => {
    const { atlas, change } = setUp();
    atlas.services = [endpointService()];
    for (const state of [
      { prepared: { ...NOTHING, existed: true } },
      { applied: { kept: false, adopted: true } },
      { prepared: undefined },
      { change: { ...SERVICE.change, kind: 'delete' } },
    ])
      expect(await change('undo', state)).toEqual({ undone: false });
    expect(atlas.deletedServices).toEqual([]);
    expect(await change('undo')).toEqual({ undone: true });
    expect(atlas.deletedServices).toEqual([SERVICE_ID]);
  });
});
