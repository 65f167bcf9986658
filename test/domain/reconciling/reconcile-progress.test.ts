import { describe, expect, it } from 'vitest';
import type { Drift } from '../../../lambda/contract/published-event.js';
import {
  countPending,
  newProgress,
  nextCheck,
  type ReconcileProgress,
  summaryOf,
  withDrift,
  withoutNextCheck,
  withoutNextProject,
  withPending,
} from '../../../lambda/domain/reconciling/reconcile-progress.js';
import { MOST_PENDING } from '../../../lambda/domain/reconciling/reconcile-survey.js';
import { readReconcileTask } from '../../../lambda/runtime/payloads/reconcile-task.js';
import { ENDPOINT_ID, EXECUTION_ARN, PROJECT_ID, SERVICE_ID } from '../samples.js';

/** Step Functions' limit for input and output of a state. */
const PAYLOAD_BYTES = 262_144;
const START = newProgress(new Date('2026-08-10T03:05:00Z'), false);

const drift = (message: string): Drift => ({
  kind: 'last-link-retained',
  projectId: PROJECT_ID,
  endpointServiceId: SERVICE_ID,
  endpointId: ENDPOINT_ID,
  result: 'would-repair',
  message,
});

function fullProgress(): ReconcileProgress {
  const ids = Array.from({ length: MOST_PENDING }, () => ENDPOINT_ID);
  let progress = START;
  for (let count = 0; count < 200; count += 1) progress = withDrift(progress, drift('“'.repeat(5000)));
  return withPending(progress, PROJECT_ID, ids);
}

describe('the progress that one slice passes to the next', () => {
  it('fits into a state, for any number of differences and remaining links', () => {
    const progress = fullProgress();
    const slice = {
      status: 'more',
      waitSeconds: 30,
      progress,
      summary: { ...summaryOf(progress, new Date()), drift: [] },
    };
    expect(countPending(progress)).toBe(MOST_PENDING);
    expect(Buffer.byteLength(JSON.stringify({ trigger: 'schedule', slice }))).toBeLessThan(PAYLOAD_BYTES);
  });

  it('is checked in order, project by project', () => {
    const progress = withPending(withPending(START, 'first', ['a', 'b']), 'second', ['c']);
    expect(nextCheck(progress)).toEqual({ projectId: 'first', endpointId: 'a' });
    const next = withoutNextCheck(progress);
    expect([countPending(next), nextCheck(next)]).toEqual([2, { projectId: 'first', endpointId: 'b' }]);
    expect(nextCheck(withoutNextCheck(next))).toEqual({ projectId: 'second', endpointId: 'c' });
    expect(nextCheck(withoutNextProject(next))).toEqual({ projectId: 'second', endpointId: 'c' });
    expect(nextCheck(withoutNextProject(withoutNextProject(next)))).toBeUndefined();
  });

  it('is read as it was written, also by an earlier version', () => {
    const read = (progress: unknown) =>
      readReconcileTask({ executionArn: EXECUTION_ARN, state: { slice: { progress } } }).progress;
    const progress = withPending(START, PROJECT_ID, [ENDPOINT_ID]);
    expect(read(JSON.parse(JSON.stringify(progress)))).toEqual(progress);
    expect(countPending(read(START) as ReconcileProgress)).toBe(0);
  });

  it('is not part of the published summary', () => {
    const { drift: _, ...counts } = summaryOf(fullProgress(), new Date('2026-08-10T03:09:00Z'));
    expect(counts).not.toHaveProperty('pending');
  });
});
