import { describe, expect, it } from 'vitest';
import { newProgress } from '../../../lambda/domain/reconciling/reconcile-progress.js';
import { readReconcileTask } from '../../../lambda/runtime/payloads/reconcile-task.js';
import {
  readChangeTask,
  readConclusionTask,
  readPollTask,
} from '../../../lambda/runtime/payloads/task-payloads.js';
import { EXECUTION_ARN } from '../../domain/samples.js';

const TASK = { executionArn: EXECUTION_ARN, state: {} };
const { version: _, ...PROGRESS } = newProgress(new Date('2026-08-10T03:05:00Z'), false);

describe('the input of a task', () => {
  it('of an earlier state machine lacks fields that were added later', () => {
    expect(readPollTask(TASK)).toEqual(TASK);
    expect(readConclusionTask(TASK)).toEqual(TASK);
    expect(readChangeTask({ ...TASK, phase: 'undo' })).toEqual({ ...TASK, phase: 'undo', retryCount: 0 });
  });

  it.each([
    [undefined],
    [{ state: {} }],
    [{ ...TASK, executionArn: '' }],
    [{ ...TASK, executionArn: 5 }],
    [{ ...TASK, phase: 'later' }],
    [{ ...TASK, enteredTime: 'then' }],
    [{ ...TASK, retryCount: 'once' }],
  ])('is refused if it is malformed: %j', (payload) => {
    const refused = expect.objectContaining({ name: 'InvalidWorkflowInputError' });
    expect(() => readPollTask(payload)).toThrow(refused);
    expect(() => readConclusionTask(payload)).toThrow(refused);
  });

  it('is refused if its phase is one of another task', () => {
    for (const phase of ['publish', 'record'])
      expect(() => readPollTask({ ...TASK, phase })).toThrow(/phase: /);
    for (const phase of ['acceptance', 'close'])
      expect(() => readConclusionTask({ ...TASK, phase })).toThrow(/phase: /);
  });

  it.each([[TASK], [{ ...TASK, phase: 'publish' }], [{ ...TASK, phase: 'undo', waits: 'yes' }]])(
    'of a change is refused if it is malformed: %j',
    (payload) => {
      expect(() => readChangeTask(payload)).toThrow(/phase: |waits: /);
    },
  );
});

describe('the input of a slice', () => {
  const slice = (state: object) => readReconcileTask({ executionArn: EXECUTION_ARN, state });

  it('continues the progress of an earlier deployment', () => {
    const { ofOthers: _, ...links } = PROGRESS.links;
    const progress = { ...PROGRESS, links, cursor: { projectIndex: 1, afterEndpointId: 'vpce-1' } };
    expect(slice({ trigger: 'schedule', slice: { status: 'more', progress } })).toMatchObject({
      dryRun: false,
      progress: { version: 1, cursor: { projectIndex: 1 }, links: { ofOthers: 0 } },
    });
  });

  it('starts from the beginning without progress', () => {
    expect(slice({ dryRun: true })).toEqual({
      executionArn: EXECUTION_ARN,
      dryRun: true,
      progress: undefined,
    });
  });

  it.each([
    [
      'a later version',
      { slice: { progress: { ...PROGRESS, version: 2 } } },
      /progress\.version: .*received 2/,
    ],
    ['no cursor', { slice: { progress: { ...PROGRESS, cursor: null } } }, /progress\.cursor: /],
    ['a text for a count', { slice: { progress: { ...PROGRESS, found: '1' } } }, /progress\.found: /],
    [
      'a dry execution that is no longer one',
      { slice: { progress: { ...PROGRESS, dryRun: 'true' } } },
      /dryRun: /,
    ],
    ['no progress', { slice: {} }, /slice\.progress: /],
    ['nothing for a slice', { slice: null }, /slice: /],
    ['a dry run in words', { dryRun: 'true' }, /dryRun: expected boolean, received "true"/],
  ])('with %s does not start from the beginning', (_, state, issue) => {
    expect(() => slice(state)).toThrow(issue);
  });
});
