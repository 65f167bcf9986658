import { describe, expect, it } from 'vitest';
import { inCloudFormation } from '../../../lambda/contract/cloudformation-spelling.js';
import { readWorkflowState } from '../../../lambda/domain/executions/read-state.js';
import {
  isCancelledBy,
  isIssuedAfter,
  isIssuedBefore,
  isUntaken,
  reportedCreation,
} from '../../../lambda/domain/requests/previous-requests.js';
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
  it.each(['Create', 'Update', 'Delete'] as const)('the later one takes precedence (%s)', (type) => {
    expect(isIssuedBefore(at(type, EARLY), LATE)).toBe(true);
    expect(isIssuedBefore(at(type, LATE), EARLY)).toBe(false);
    expect(isIssuedBefore(at(type, EARLY), EARLY)).toBe(false);
  });

  it('neither takes precedence if one has no time of issue', () => {
    expect(isIssuedBefore(at('Create'), LATE)).toBe(false);
    expect(isIssuedBefore(at('Create', EARLY), undefined)).toBe(false);
  });

  it('a create precedes the Delete of the same second that cancels it, and a Delete does not precede itself', () => {
    expect(isCancelledBy(at('Create', EARLY), EARLY)).toBe(true);
    expect(isCancelledBy(at('Create', LATE), EARLY)).toBe(false);
    expect(isCancelledBy(at('Create'), LATE)).toBe(false);
    expect(isCancelledBy(at('Delete', EARLY), EARLY)).toBe(false);
    expect(isCancelledBy(at('Delete', EARLY), LATE)).toBe(true);
  });

  it('the order is certain only if the request has its time of issue', () => {
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

describe('a previous execution shows about the last create', () => {
  const creationAfter = (requestType: 'Create' | 'Update' | 'Delete', outcome = 'failed') =>
    reportedCreation(
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

  it('that it is the create itself', () => {
    expect(creationAfter('Create')).toBe('made');
  });

  it('that nothing exists after a completed Delete', () => {
    expect([creationAfter('Delete', 'deleted'), creationAfter('Delete', 'retained')]).toEqual([
      'none',
      'none',
    ]);
  });

  it('nothing after a failed Delete', () => {
    expect(creationAfter('Delete')).toBe('unknown');
  });

  it('that CloudFormation has accepted the response, because it has sent an Update since', () => {
    expect(creationAfter('Update')).toBe('none');
  });
});
