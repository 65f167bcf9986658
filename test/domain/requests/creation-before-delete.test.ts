import { describe, expect, it } from 'vitest';
import { readWorkflowState } from '../../../lambda/domain/executions/read-state.js';
import { creationBeforeDelete } from '../../../lambda/domain/requests/creation-before-delete.js';
import { RESPOND_TO } from '../../custom-resources/requests.js';
import { workflowInput } from '../samples.js';

const ISSUED = '2026-08-10T03:00:00.000Z';
const ENDED = new Date('2026-08-10T03:05:00Z');
const SOON = new Date('2026-08-10T03:10:00Z');
const LATE = new Date('2026-08-10T04:10:00Z');
const CREATION = { endpointServiceId: workflowInput().target.endpointServiceId, evidence: 'response' };

const execution = (respondTo: object | undefined) =>
  readWorkflowState({
    ...workflowInput(),
    change: { kind: 'create', lastLink: 'keep' },
    prepared: { round: 1, existed: false, creation: CREATION },
    respondTo: respondTo === undefined ? undefined : { ...RESPOND_TO, issuedAt: ISSUED, ...respondTo },
  });
const decide = (
  respondTo: object | undefined,
  { deletedAt = SOON, previousDelete }: { deletedAt?: Date; previousDelete?: Date } = {},
) => creationBeforeDelete(execution(respondTo), ENDED, { deletedAt, previousDelete });

describe('the thing of a Delete by a generated id', () => {
  it('is what the create before it has made', () => {
    expect(decide({})).toEqual({ kind: 'to-remove', physicalId: expect.stringMatching(/^link\//) });
  });

  it('is left if the create ended long before, so that its response was accepted', () => {
    expect(decide({}, { deletedAt: LATE })).toMatchObject({ kind: 'accepted' });
  });

  it('is judged by the first Delete after the create, not by one that repeats it', () => {
    expect(decide({}, { deletedAt: LATE, previousDelete: SOON })).toMatchObject({ kind: 'to-remove' });
    const beforeTheCreate = new Date('2026-08-10T02:59:00Z');
    expect(decide({}, { deletedAt: LATE, previousDelete: beforeTheCreate })).toMatchObject({
      kind: 'accepted',
    });
  });

  it('is unknown without a request, and nothing after an Update', () => {
    expect(decide(undefined)).toEqual({ kind: 'nothing' });
    expect(decide({ requestType: 'Update' })).toEqual({ kind: 'nothing' });
  });

  it('is decided by an earlier execution if this one is a failed Delete by a generated id', () => {
    const failedDelete = { requestType: 'Delete', physicalResourceId: 'Stack-Link-1ABC' };
    expect(decide(failedDelete)).toEqual({ kind: 'earlier', deletedAt: new Date(ISSUED) });
    expect(decide({ ...failedDelete, issuedAt: undefined })).toEqual({ kind: 'earlier', deletedAt: SOON });
  });

  it('is nothing if the failed Delete had an id from a response', () => {
    expect(decide({ requestType: 'Delete', physicalResourceId: 'link/a/b' })).toEqual({ kind: 'nothing' });
  });
});
