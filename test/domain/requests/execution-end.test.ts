import { describe, expect, it } from 'vitest';
import { inCloudFormation } from '../../../lambda/contract/cloudformation-spelling.js';
import {
  ChangeState,
  ConclusionState,
  REQUEST_CANCELLED,
  WorkflowError,
} from '../../../lambda/contract/workflow.js';
import { readWorkflowState } from '../../../lambda/domain/executions/read-state.js';
import {
  endOfExecution,
  endOfStopped,
  isConcluded,
  isStoppedForLater,
  quietAt,
} from '../../../lambda/domain/requests/execution-end.js';
import { RESPOND_TO } from '../../custom-resources/requests.js';
import { linkDescription, workflowInput } from '../samples.js';

const LAST = { name: ChangeState.APPLY, state: {} };
const PREPARED = { round: 1, existed: false };
const OF_STACK = { respondTo: RESPOND_TO, prepared: PREPARED };
const seen = (outcome: string) => ({
  observation: {
    outcome,
    waitSeconds: 1,
    observedAt: 'then',
    description: inCloudFormation(linkDescription()),
    message: '',
    advice: '',
  },
});
const endOf = (parts: object, last: typeof LAST | undefined = LAST, isRolledBack = false) =>
  endOfExecution(readWorkflowState({ ...workflowInput(), ...parts }), last, isRolledBack).kind;

describe('an execution that was stopped', () => {
  it('is not published again if everything has been published', () => {
    expect(endOf({ ...OF_STACK, recorded: {} })).toBe('concluded');
  });

  it('is published again identically if it may have been published, or if only the response is missing', () => {
    expect(endOf({ ...OF_STACK, conclusion: {} })).toBe('as-seen');
    expect(endOf({ ...OF_STACK, ...seen('available') })).toBe('as-seen');
    expect(endOf(OF_STACK, LAST, true)).toBe('as-seen');
  });

  it('of a stack is rolled back, from where its history ends', () => {
    expect(endOf(OF_STACK)).toBe('rolled-back');
    expect(endOf({ ...OF_STACK, ...seen('failed') })).toBe('rolled-back');
  });

  it.each([
    ['no stack waits for it', { prepared: PREPARED }, LAST],
    ['it has checked nothing', { respondTo: RESPOND_TO }, LAST],
    ['it was a removal', { ...OF_STACK, change: { kind: 'delete', lastLink: 'keep' } }, LAST],
    ['it rolls back itself', { ...OF_STACK, ended: { status: 'ABORTED', cause: '' } }, LAST],
  ])('is published as stopped when %s', (_, parts, last) => {
    expect(endOf(parts, last)).toBe('as-cut-off');
  });

  it('is published as stopped if it has no history', () => {
    const execution = readWorkflowState({ ...workflowInput(), ...OF_STACK });
    expect(endOfExecution(execution, undefined, false).kind).toBe('as-cut-off');
  });

  it('may still have an effect until the time-out of a changing function, and not after another state', () => {
    const at = new Date('2026-08-10T03:05:00Z');
    expect(quietAt(ChangeState.APPLY, at).getTime() - at.getTime()).toBe(180_000);
    expect(quietAt(ConclusionState.PUBLISH, at)).toEqual(at);
  });
});

describe('an execution that was stopped for a later request', () => {
  const stopped = (parts: object, last: { name: string; state: object } | undefined = LAST) =>
    endOfStopped(readWorkflowState({ ...workflowInput(), ...parts }), last).kind;

  it('is rolled back if it may have made a change', () => {
    expect(stopped(OF_STACK)).toBe('rolled-back');
  });

  it.each([
    ['it has checked nothing', { respondTo: RESPOND_TO }, LAST],
    ['it has no first step', OF_STACK, undefined],
    ['it has rolled back already', OF_STACK, { ...LAST, state: { undone: { undone: true } } }],
    ['its roll-back has failed', OF_STACK, { ...LAST, state: { undoFailure: { Error: 'E' } } }],
  ])('is forgotten if %s', (_, parts, last) => {
    expect(endOfStopped(readWorkflowState({ ...workflowInput(), ...parts }), last).kind).toBe('forgotten');
  });

  it('is rolled back again if its roll-back was postponed', () => {
    const undone = {
      undone: false,
      postponed: { reason: 'r', waitSeconds: 5, since: '2026-08-10T03:05:00Z' },
    };
    expect(stopped({ ...OF_STACK, undone }, { ...LAST, state: { undone } })).toBe('rolled-back');
  });

  it.each(Object.values(ConclusionState))('is left to report its end in %s', (name) => {
    expect(stopped(OF_STACK, { name, state: {} })).toBe('concluding');
  });

  it.each([
    ['ABORTED', REQUEST_CANCELLED, true],
    ['ABORTED', '', false],
    ['FAILED', REQUEST_CANCELLED, false],
  ] as const)('is known by its status and error: %s %s', (status, error, expected) => {
    expect(isStoppedForLater({ status, error })).toBe(expected);
  });
});

describe('the response of an execution that has ended', () => {
  it.each([
    ['SUCCEEDED', '', false, true],
    ['FAILED', WorkflowError.LINK_FAILED, false, true],
    ['ABORTED', '', true, true],
    ['ABORTED', '', false, false],
    ['FAILED', WorkflowError.NOT_CONCLUDED, false, false],
  ] as const)('is the same again after %s %s (recorded: %s): %s', (status, error, isRecorded, expected) => {
    expect(isConcluded({ status, error }, { isRecorded })).toBe(expected);
  });
});
