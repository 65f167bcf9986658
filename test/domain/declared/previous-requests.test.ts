import { describe, expect, it } from 'vitest';
import { inCloudFormation } from '../../../lambda/contract/cloudformation-spelling.js';
import {
  isCancelledBy,
  isIssuedAfter,
  isIssuedBefore,
  isUntaken,
  wordOnCreation,
} from '../../../lambda/domain/declared/previous-requests.js';
import { readWorkflowState } from '../../../lambda/runtime/workflow-state.js';
import { RESPOND_TO } from '../../custom-resources/requests.js';
import { linkDescription, workflowInput } from '../samples.js';

const EARLY = '2026-08-10T03:00:00.000Z';
const LATE = '2026-08-10T03:10:00.000Z';
const at = (requestType: 'Create' | 'Update' | 'Delete', issuedAt?: string) => ({
  ...RESPOND_TO,
  requestType,
  issuedAt,
});

describe('of two requests about one resource', () => {
  it.each(['Create', 'Update', 'Delete'] as const)('the one that was issued later counts (%s)', (type) => {
    expect(isIssuedBefore(at(type, EARLY), LATE)).toBe(true);
    expect(isIssuedBefore(at(type, LATE), EARLY)).toBe(false);
    expect(isIssuedBefore(at(type, EARLY), EARLY)).toBe(false);
  });

  it('none counts less where one does not say when it was issued', () => {
    expect(isIssuedBefore(at('Create'), LATE)).toBe(false);
    expect(isIssuedBefore(at('Create', EARLY), undefined)).toBe(false);
  });

  it('a create is before the Delete of the same second that cancels it, and a Delete not before itself', () => {
    expect(isCancelledBy(at('Create', EARLY), EARLY)).toBe(true);
    expect(isCancelledBy(at('Create', LATE), EARLY)).toBe(false);
    expect(isCancelledBy(at('Create'), LATE)).toBe(false);
    expect(isCancelledBy(at('Delete', EARLY), EARLY)).toBe(false);
    expect(isCancelledBy(at('Delete', EARLY), LATE)).toBe(true);
  });

  it('the order is certain only where the request says when it was issued', () => {
    expect(isIssuedAfter(at('Update', LATE), new Date(EARLY))).toBe(true);
    expect(isIssuedAfter(at('Update', EARLY), new Date(EARLY))).toBe(false);
    expect(isIssuedAfter(at('Update'), new Date(EARLY))).toBe(false);
  });
});

it.each([
  ['that still executions', undefined, true],
  ['that ends after it', '2026-08-10T03:11:00Z', true],
  ['that ended a quarter of an hour before', '2026-08-10T02:55:00Z', true],
  ['that ended longer ago', '2026-08-10T02:54:59Z', false],
])('CloudFormation may have missed the response of a create %s', (_, endedAt, expected) => {
  expect(isUntaken(endedAt === undefined ? undefined : new Date(endedAt), new Date(LATE))).toBe(expected);
});

describe('what an earlier execution says of the last create', () => {
  const word = (requestType: 'Create' | 'Update' | 'Delete', outcome = 'failed') =>
    wordOnCreation(
      readWorkflowState({
        ...workflowInput(),
        respondTo: at(requestType),
        observation: {
          outcome,
          waitSeconds: 1,
          observedAt: EARLY,
          description: inCloudFormation(linkDescription()),
          message: '',
          advice: '',
        },
      }),
    );

  it('is that it is the create itself', () => {
    expect(word('Create')).toBe('made');
  });

  it('is that nothing is there after a Delete that has come to its end', () => {
    expect([word('Delete', 'deleted'), word('Delete', 'retained')]).toEqual(['none', 'none']);
  });

  it('is nothing after a Delete that has failed', () => {
    expect(word('Delete')).toBe('unknown');
  });

  it('is that CloudFormation has taken the response, where it has sent an Update since', () => {
    expect(word('Update')).toBe('none');
  });
});
