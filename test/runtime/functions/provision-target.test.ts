import { describe, expect, it } from 'vitest';
import type { ChangeTaskPayload } from '../../../lambda/contract/task-payload.js';
import { ADOPTED_IN_DOUBT } from '../../../lambda/execution-data/change-record.js';
import { provisionTarget } from '../../../lambda/runtime/functions/provision-target.js';
import { atlasError } from '../../domain/atlas-errors.js';
import { ChangingAtlas } from '../../domain/changing-atlas.js';
import { FakeRegistry, FakeVpcEndpoints } from '../../domain/fake-aws.js';
import { EXECUTION_ARN, endpointService, OWN, SERVICE_ID, workflowInput } from '../../domain/samples.js';
import { FakeRemovalIntents } from '../../domain/unlinking/fake-removal-intents.js';
import { VirtualClock } from '../../domain/virtual-clock.js';
import { recordingObservability } from '../handler-world.js';

const { target, ...EXECUTION } = workflowInput();
const SERVICE = {
  ...EXECUTION,
  target: {
    kind: 'service',
    cloudProvider: 'AWS',
    projectId: target.projectId,
    regionName: 'EU_WEST_1',
    endpointServiceId: '',
  },
  change: { kind: 'create', adoptExisting: true },
};

function setUp(found = [endpointService()]) {
  const atlas = new ChangingAtlas();
  atlas.services = found;
  const clock = new VirtualClock();
  const observed = recordingObservability();
  const deps = {
    ...observed,
    atlas,
    clock,
    intents: new FakeRemovalIntents(clock),
    registry: new FakeRegistry(),
    owner: OWN.owner,
    endpoints: new FakeVpcEndpoints(),
  };
  const call = (task: Partial<ChangeTaskPayload>, state: object = {}) =>
    provisionTarget(deps, {
      executionArn: EXECUTION_ARN,
      state: { ...SERVICE, ...state },
      phase: 'prepare',
      retryCount: 0,
      ...task,
    });
  return { ...observed, atlas, call };
}
const NOTHING = { round: 1, existed: false };

describe('a task of the workflow', () => {
  it('runs its phase, and logs the result', async () => {
    const { call, lines, correlated } = setUp();
    const prepared = await call({});
    expect(prepared).toMatchObject({ round: 1, existed: true, endpointServiceId: SERVICE_ID });
    expect(await call({ phase: 'apply' }, { prepared })).toMatchObject({ round: 1, adopted: true });
    expect(await call({ phase: 'undo' }, { prepared })).toEqual({ undone: false });
    expect(lines.map(({ message }) => message)).toEqual(
      expect.arrayContaining(['change: prepare', 'change: apply', 'change: undo']),
    );
    expect(correlated).toMatchObject({ regionName: 'EU_WEST_1', projectId: target.projectId });
  });

  it('that Step Functions repeats takes the current state as the effect of the previous attempt', async () => {
    const { atlas, call } = setUp();
    const applied = await call({ phase: 'apply', retryCount: 1 }, { prepared: NOTHING });
    expect(applied).toMatchObject({ creation: { endpointServiceId: SERVICE_ID, evidence: 'poll' } });
    expect(atlas.countOf('POST service')).toBe(0);
  });

  it('warns if a stack continues with what may be the late effect of its own request', async () => {
    const { call, lines } = setUp();
    const prepared = { ...NOTHING, existed: true, unanswered: 'checked', endpointServiceId: SERVICE_ID };
    await call({ phase: 'apply' }, { prepared });
    expect(lines).toContainEqual({
      level: 'warn',
      message: ADOPTED_IN_DOUBT,
      fields: { endpointServiceId: SERVICE_ID },
    });
  });

  it('waits for a rollback only if the workflow supports it', async () => {
    const { atlas, call } = setUp();
    const undo = (waits: object) => {
      atlas.failNext('list', atlasError('unavailable'));
      return call({ phase: 'undo', ...waits }, { prepared: NOTHING });
    };
    expect(await undo({ waits: true })).toMatchObject({ postponed: { waitSeconds: 15 } });
    await expect(undo({})).rejects.toMatchObject({ name: 'NotYetError' });
  });

  it('cannot register anything but a link again, or apply an unprepared change', async () => {
    const { call } = setUp();
    for (const phase of ['retry', 'apply'] as const)
      await expect(call({ phase })).rejects.toMatchObject({ name: 'InvalidWorkflowInputError' });
  });
});
