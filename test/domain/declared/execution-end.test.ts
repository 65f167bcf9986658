import { describe, expect, it } from 'vitest';
import { inCloudFormation } from '../../../lambda/contract/cloudformation-spelling.js';
import { ChangeState, ConclusionState } from '../../../lambda/contract/workflow.js';
import { endOfExecution, quietAt } from '../../../lambda/domain/declared/execution-end.js';
import { readWorkflowState } from '../../../lambda/runtime/workflow-state.js';
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
