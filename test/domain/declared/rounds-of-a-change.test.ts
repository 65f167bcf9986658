import { describe, expect, it } from 'vitest';
import type { AtlasRegion } from '../../../lambda/contract/regions.js';
import type { ChangeTaskPayload } from '../../../lambda/contract/task-payload.js';
import { applyChange } from '../../../lambda/domain/declared/apply-change.js';
import { prepareChange } from '../../../lambda/domain/declared/prepare-change.js';
import { undoChange } from '../../../lambda/domain/declared/undo-change.js';
import { readWorkflowState } from '../../../lambda/domain/executions/read-state.js';
import type { Undone } from '../../../lambda/execution-data/change-record.js';
import { atlasError } from '../atlas-errors.js';
import { ChangingAtlas } from '../changing-atlas.js';
import { FakeRegistry, FakeVpcEndpoints } from '../fake-aws.js';
import { recordingPorts } from '../recording-ports.js';
import {
  EXECUTION_ARN,
  endpointService,
  OLDER_SERVICE_ID,
  OWN,
  PROJECT_ID,
  SERVICE_ID,
  workflowInput,
} from '../samples.js';
import { FakeRemovalIntents } from '../unlinking/fake-removal-intents.js';
import { VirtualClock } from '../virtual-clock.js';

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
const NOTHING = { round: 1, existed: false };

function setUp() {
  const atlas = new ChangingAtlas();
  const clock = new VirtualClock();
  const deps = {
    ...recordingPorts(),
    atlas,
    clock,
    intents: new FakeRemovalIntents(clock),
    registry: new FakeRegistry(),
    owner: OWN.owner,
    endpoints: new FakeVpcEndpoints(),
  };
  const change = async (
    phase: Exclude<ChangeTaskPayload['phase'], 'retry'>,
    parts: object = {},
    waits = true,
  ) => {
    const state = readWorkflowState({ ...SERVICE, prepared: NOTHING, ...parts });
    if (phase === 'prepare') return prepareChange(deps, state);
    return phase === 'apply'
      ? applyChange(deps, state, { isCutOff: false, executionArn: EXECUTION_ARN })
      : undoChange(deps, state, { executionArn: EXECUTION_ARN, waits });
  };
  return { atlas, clock, change };
}

describe('an outage of Atlas during a change', () => {
  it.each(['prepare', 'apply'] as const)('is a result of the phase %s, not an error', async (phase) => {
    const { atlas, change } = setUp();
    atlas.services = phase === 'apply' ? [] : [endpointService()];
    atlas.failNext(phase === 'apply' ? 'POST service' : 'list', atlasError('unavailable'));
    expect(await change(phase)).toMatchObject({
      again: { reason: 'Atlas said unavailable mend unavailable' },
    });
  });

  it.each(['not-found', 'conflict'] as const)(
    'is waited for during a rollback when it is "%s", because nobody repeats the rollback',
    async (kind) => {
      const { atlas, change } = setUp();
      atlas.failNext('list', atlasError(kind));
      atlas.services = [endpointService()];
      expect(await change('undo')).toMatchObject({ undone: false, postponed: { waitSeconds: 15 } });
    },
  );

  it('of a recorded creation is named when it is left', async () => {
    const { atlas, clock, change } = setUp();
    atlas.failNext('list', atlasError('unavailable'));
    clock.advanceSeconds(2 * 3600);
    const creation = { endpointServiceId: SERVICE_ID, evidence: 'response' };
    const applied = { round: 1, retained: false, adopted: false, creation };
    expect(await change('undo', { applied })).toMatchObject({
      left: expect.stringContaining(`is left in Atlas (endpoint service ${SERVICE_ID}): `),
    });
  });

  it('is waited for during a rollback, slightly longer than the deadline', async () => {
    const { atlas, clock, change } = setUp();
    const undo = async (state?: object) => {
      atlas.failNext('list', atlasError('unavailable'));
      return change('undo', state);
    };
    atlas.services = [endpointService()];
    clock.advanceSeconds(3601);
    const undone = await undo();
    const reason = 'Atlas said unavailable mend unavailable';
    const since = clock.now().toISOString();
    expect(undone).toEqual({ undone: false, postponed: { reason, waitSeconds: 15, since } });
    clock.advanceSeconds(300);
    expect(await undo({ undone })).toEqual({
      undone: false,
      left: `What had been made is left in Atlas: ${reason}`,
    });
  });

  it('is waited for during a rollback for a quarter of an hour, with a last attempt at the end', async () => {
    const { atlas, clock, change } = setUp();
    atlas.services = [endpointService()];
    const begin = clock.now().getTime();
    let calls = 0;
    let undone: Undone | undefined;
    do {
      atlas.failNext('list', atlasError('rate-limited', { retryAfterSeconds: 40 }));
      undone = (await change('undo', undone === undefined ? {} : { undone })) as Undone;
      clock.advanceSeconds(undone.postponed?.waitSeconds ?? 0);
      calls += 1;
    } while (undone.postponed !== undefined);
    expect([clock.now().getTime() - begin, calls]).toEqual([900_000, 24]);
    expect(undone.left).toContain('Atlas said rate-limited');
  });

  it('is an error for an execution of an earlier version, which would take a result as the end', async () => {
    const { atlas, change } = setUp();
    atlas.services = [endpointService()];
    atlas.failNext('list', atlasError('unavailable'));
    await expect(change('undo', {}, false)).rejects.toMatchObject({ name: 'NotYetError' });
  });

  it('is not waited for if a person has to correct it', async () => {
    const { atlas, change } = setUp();
    for (const phase of ['prepare', 'undo'] as const) {
      atlas.failNext('list', atlasError('forbidden'));
      await expect(change(phase)).rejects.toMatchObject({ name: 'AtlasError' });
    }
  });
});

describe('the rounds of a change', () => {
  it('remember that a request had no response, until a poll has found its effect', async () => {
    const { atlas, change } = setUp();
    atlas.services = [];
    atlas.failNext('POST service', atlasError('unavailable'), { afterEffect: true });
    for (let poll = 0; poll < 3; poll += 1) atlas.failNext('list', atlasError('unavailable'));
    const applied = await change('apply');
    expect(applied).toMatchObject({ unanswered: 'open', again: { reason: expect.any(String) } });
    const prepared = await change('prepare', { applied });
    expect(prepared).toMatchObject({
      round: 2,
      existed: false,
      creation: { endpointServiceId: SERVICE_ID, evidence: 'poll' },
    });
    expect(await change('apply', { prepared, applied })).toMatchObject({ round: 2, adopted: false });
    expect(atlas.countOf('POST service')).toBe(1);
  });

  it('do not own what appears after a poll that found nothing', async () => {
    const { atlas, change } = setUp();
    atlas.services = [];
    atlas.failNext('POST service', atlasError('unavailable'));
    const applied = await change('apply');
    expect(applied).toMatchObject({ unanswered: 'checked' });
    atlas.services = [endpointService()];
    const prepared = await change('prepare', { applied });
    expect(prepared).toMatchObject({ round: 2, existed: true, unanswered: 'checked' });
    const adopted = await change('apply', { prepared, applied });
    expect(adopted).toMatchObject({ adopted: true, endpointServiceId: SERVICE_ID });
    expect(await change('undo', { prepared, applied: adopted })).toEqual({
      undone: false,
      left: expect.stringContaining(SERVICE_ID),
    });
    expect(atlas.deletedServices).toEqual([]);
  });

  it('do not take a failed poll as an unchanged state', async () => {
    const { change } = setUp();
    const again = { reason: 'not yet' };
    expect(await change('apply', { prepared: { ...NOTHING, round: 3, again } })).toMatchObject({
      round: 3,
      again,
    });
  });
});

describe('rolling back', () => {
  it('affects only what the execution has created', async () => {
    const { atlas, change } = setUp();
    atlas.services = [endpointService()];
    for (const state of [
      { prepared: { ...NOTHING, existed: true } },
      { applied: { retained: false, adopted: true } },
      { prepared: undefined },
      { change: { ...SERVICE.change, kind: 'delete' } },
    ])
      expect(await change('undo', state)).toEqual({ undone: false });
    expect(atlas.deletedServices).toEqual([]);
    for (const applied of [
      // Clearly refused, and somebody else has made the service since.
      { round: 1, retained: false, adopted: false, refusal: 'no' },
      { round: 1, retained: false, adopted: false, again: { reason: 'no' } },
      { round: 1, retained: false, adopted: false, again: { reason: 'no' }, unanswered: 'checked' },
    ])
      expect(await change('undo', { applied })).toMatchObject({ undone: false });
    expect(atlas.deletedServices).toEqual([]);
    // It existed before the poll that did not show it.
    atlas.services = [endpointService({ endpointServiceId: OLDER_SERVICE_ID })];
    expect(await change('undo')).toMatchObject({ undone: false });
    expect(atlas.deletedServices).toEqual([]);
    atlas.services = [endpointService()];
    // The execution was stopped, so no record shows its requests, but the existing service did not exist before.
    expect(await change('undo')).toEqual({ undone: true });
    expect(atlas.deletedServices).toEqual([SERVICE_ID]);
  });
});

describe('what was seen before a change', () => {
  const PREVIOUS = '2026-08-10T03:04:00.000Z';
  const CHECKED = { ...NOTHING, checkedAt: PREVIOUS };
  const unanswered = (word: 'open' | 'checked') => ({
    ...{ round: 1, retained: false, adopted: false, unanswered: word },
    again: { reason: 'no response' },
  });

  it('is that of the last successful poll', async () => {
    const { atlas, clock, change } = setUp();
    atlas.services = [];
    const state = { prepared: CHECKED, applied: unanswered('checked') };
    expect(await change('prepare', state)).toMatchObject({ checkedAt: clock.now().toISOString() });
    atlas.failNext('list', atlasError('unavailable'));
    expect(await change('prepare', state)).toMatchObject({ checkedAt: PREVIOUS });
  });

  it('explains a request without a response: a resource that somebody makes later is not its effect', async () => {
    const { atlas, change } = setUp();
    atlas.services = [endpointService({ endpointServiceId: OLDER_SERVICE_ID })];
    const prepared = await change('prepare', { prepared: CHECKED, applied: unanswered('open') });
    expect(prepared).toMatchObject({ existed: true, unanswered: 'checked' });
    const applied = await change('apply', { prepared });
    atlas.services = [endpointService()];
    expect(await change('undo', { prepared, applied })).toMatchObject({ undone: false });
    expect(atlas.deletedServices).toEqual([]);
  });

  it('is kept during an outage, so that remote Regions of an adopted service are restored', async () => {
    const { atlas, change } = setUp();
    const wanted = { ...SERVICE.change, supportedRemoteRegions: ['US_EAST_1'] };
    const withRegions = (supportedRemoteRegions: AtlasRegion[]) => {
      const service = endpointService();
      return [{ ...service, description: { ...service.description, supportedRemoteRegions } }];
    };
    atlas.services = withRegions([]);
    const prepared = await change('prepare', { change: wanted });
    const applied = {
      round: 2,
      retained: false,
      adopted: true,
      endpointServiceId: SERVICE_ID,
      changed: true,
    };
    const again = { reason: 'no response' };
    atlas.services = withRegions(['US_EAST_1']);
    atlas.failNext('list', atlasError('unavailable'));
    const after = await change('prepare', { change: wanted, prepared, applied: { ...applied, again } });
    expect(await change('undo', { change: wanted, prepared: after })).toEqual({ undone: true });
    expect(atlas.services[0]?.description.supportedRemoteRegions).toEqual([]);
  });
});
