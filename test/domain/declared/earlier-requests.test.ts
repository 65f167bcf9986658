import { describe, expect, it } from 'vitest';
import {
  isIssuedAfter,
  overtakes,
  wordOnCreation,
} from '../../../lambda/domain/declared/earlier-requests.js';
import { readWorkflowState } from '../../../lambda/runtime/workflow-state.js';
import { RESPOND_TO } from '../../custom-resources/requests.js';
import { workflowInput } from '../samples.js';

const EARLY = '2026-08-10T03:00:00.000Z';
const LATE = '2026-08-10T03:10:00.000Z';
const at = (requestType: 'Create' | 'Update' | 'Delete', issuedAt?: string) => ({
  ...RESPOND_TO,
  requestType,
  issuedAt,
});

describe('of two requests about one resource', () => {
  it('the one that was issued later overtakes the other', () => {
    expect(overtakes(at('Update', EARLY))?.(LATE)).toBe(true);
    expect(overtakes(at('Update', LATE))?.(EARLY)).toBe(false);
    expect(overtakes(at('Create', EARLY))?.(EARLY)).toBe(false);
    expect(overtakes(at('Create', EARLY))?.(undefined)).toBe(false);
  });

  it('none overtakes a Delete, or one that does not say when it was issued', () => {
    expect(overtakes(at('Delete', EARLY))).toBeUndefined();
    expect(overtakes(at('Create'))).toBeUndefined();
  });

  it('the order is certain only where the request says when it was issued', () => {
    expect(isIssuedAfter(at('Update', LATE), new Date(EARLY))).toBe(true);
    expect(isIssuedAfter(at('Update', EARLY), new Date(EARLY))).toBe(false);
    expect(isIssuedAfter(at('Update'), new Date(EARLY))).toBe(false);
  });
});

describe('what an earlier run says of the last create', () => {
  const word = (requestType: 'Create' | 'Update' | 'Delete', outcome = 'failed') =>
    wordOnCreation(
      readWorkflowState({
        ...workflowInput(),
        respondTo: at(requestType),
        observation: { outcome, waitSeconds: 1, observedAt: EARLY, description: {}, message: '', advice: '' },
      }),
    );

  it('is that it is the create itself', () => {
    expect(word('Create')).toBe('made');
  });

  it('is that nothing is there after a Delete that has come to its end', () => {
    expect([word('Delete', 'gone'), word('Delete', 'kept')]).toEqual(['none', 'none']);
  });

  it('is nothing after a Delete that has failed', () => {
    expect(word('Delete')).toBe('unknown');
  });

  it('is that CloudFormation has taken the answer, where it has sent an Update since', () => {
    expect(word('Update')).toBe('none');
  });
});
