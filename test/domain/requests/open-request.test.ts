import { describe, expect, it } from 'vitest';
import { CANCELLATION_SUFFIX, OPEN_REQUEST_MAX_AGE_SECONDS } from '../../../lambda/contract/open-requests.js';
import { stepByAge, stepByExecution } from '../../../lambda/domain/requests/open-request.js';
import { executionFacts } from './execution-facts.js';

const NOW = new Date('2026-08-10T03:05:00Z');
const before = (seconds: number) => new Date(NOW.getTime() - seconds * 1000);
const stored = (seconds: number, name = 'cfn_Link_1_2') => ({ name, storedAt: before(seconds) });

describe('an open request', () => {
  it.each([
    [119, 'wait'],
    [120, 'ask'],
    [OPEN_REQUEST_MAX_AGE_SECONDS, 'ask'],
    [OPEN_REQUEST_MAX_AGE_SECONDS + 1, 'forget'],
  ])('that was stored %i s ago: %s', (seconds, step) => {
    expect(stepByAge(stored(seconds), NOW)).toBe(step);
  });

  it('that is the mark of a Delete has no execution, and is forgotten like others', () => {
    const mark = `cfn_Link_1_${CANCELLATION_SUFFIX}`;
    expect(stepByAge(stored(OPEN_REQUEST_MAX_AGE_SECONDS, mark), NOW)).toBe('wait');
    expect(stepByAge(stored(OPEN_REQUEST_MAX_AGE_SECONDS + 1, mark), NOW)).toBe('forget');
  });

  it.each([
    [1800, 'wait'],
    [1801, 'fail-unstarted'],
  ])('without an execution %i s after it was stored: %s', (seconds, kind) => {
    expect(stepByExecution(stored(seconds), undefined, NOW)).toEqual({ kind });
  });

  it('waits for an execution that runs, however long', () => {
    const running = executionFacts({ status: 'RUNNING', endedAt: undefined });
    expect(stepByExecution(stored(OPEN_REQUEST_MAX_AGE_SECONDS), running, NOW)).toEqual({ kind: 'wait' });
  });

  it.each([
    [119, 'wait'],
    [120, 'respond'],
  ])('whose execution ended %i s ago: %s', (seconds, kind) => {
    const ended = executionFacts({ status: 'ABORTED', endedAt: before(seconds) });
    expect(stepByExecution(stored(3000), ended, NOW).kind).toBe(kind);
  });
});
