import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isWorkflowStatusEvent,
  parseWorkflowStatusEvent,
} from '../../lambda/events/workflow-status-event.js';

const executionArn = 'arn:aws:states:eu-west-1:111122223333:execution:links:vpce-1_e1';
const delivery = (detail: Record<string, unknown>) => ({
  source: 'aws.states',
  'detail-type': 'Step Functions Execution Status Change',
  detail: { executionArn, status: 'ABORTED', input: '{"version":1}', ...detail },
});

describe('a status change of an execution', () => {
  it('is accepted with its input parsed', () => {
    expect(parseWorkflowStatusEvent(delivery({ cause: 'stopped by ada' }))).toEqual({
      kind: 'accepted',
      event: { executionArn, status: 'ABORTED', error: '', cause: 'stopped by ada', input: { version: 1 } },
    });
  });

  it.each(['SUCCEEDED', 'RUNNING', 'PENDING_REDRIVE'])('is ignored when the execution is %s', (status) => {
    expect(parseWorkflowStatusEvent(delivery({ status }))).toEqual({
      kind: 'ignored',
      reason: `status "${status}"`,
    });
  });

  it.each([[{ input: undefined }], [{ input: '{' }], [{ input: null }]])(
    'is malformed, with the reason, if its input is missing or malformed: %j',
    (detail) => {
      const parsed = parseWorkflowStatusEvent(delivery(detail));
      expect(parsed).toMatchObject({ kind: 'malformed', issues: [expect.stringContaining(executionArn)] });
    },
  );

  it('is distinguished from a task of the workflow', () => {
    expect(isWorkflowStatusEvent(delivery({}))).toBe(true);
    expect(isWorkflowStatusEvent({ executionArn, state: { source: 'aws.states' } })).toBe(false);
  });

  it('never makes the parser throw', () => {
    fc.assert(fc.property(fc.jsonValue(), (json) => void parseWorkflowStatusEvent(json)));
  });
});
