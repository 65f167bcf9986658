/**
 * The state of an execution is read completely or not at all, and the state written by an earlier deployment remains
 * readable.
 */
import { describe, expect, it } from 'vitest';
import { inCloudFormation } from '../../../lambda/contract/cloudformation-spelling.js';
import {
  readConcludedState,
  readExecutionInput,
  readWorkflowState,
} from '../../../lambda/domain/executions/read-state.js';
import { RESPOND_TO } from '../../custom-resources/requests.js';
import { linkDescription, workflowInput } from '../samples.js';

const INPUT = workflowInput();
const SEEN = {
  outcome: 'pending',
  waitSeconds: 5,
  observedAt: '2026-08-10T03:06:00.000Z',
  description: inCloudFormation(linkDescription()),
  message: '',
  advice: '',
};
const APPLIED = { retained: false, adopted: false };

const MALFORMED_PARTS: readonly (readonly [part: string, value: unknown, issue: RegExp])[] = [
  ['observation', null, /observation: expected Object, received null/],
  ['observation', 'gone', /observation: expected Object, received "gone"/],
  ['observation', { ...SEEN, outcome: 'vanished' }, /observation\.outcome: expected .*received "vanished"/],
  ['observation', { ...SEEN, missingSince: 'long ago' }, /observation\.missingSince: .*"long ago"/],
  ['observation', { ...SEEN, description: {} }, /observation\.description\.ProjectId: /],
  ['observation', { ...SEEN, description: [] }, /observation\.description/],
  ['prepared', {}, /prepared\.existed: expected a value, received undefined/],
  ['prepared', { existed: 'no' }, /prepared\.existed: expected boolean, received "no"/],
  ['prepared', { existed: false, checkedAt: 5 }, /prepared\.checkedAt: /],
  ['prepared', { existed: false, serviceRegionName: 7 }, /prepared\.serviceRegionName: /],
  ['applied', { retained: false }, /applied\.adopted: /],
  ['applied', { ...APPLIED, creation: { endpointServiceId: 'a', evidence: 'guess' } }, /creation\.evidence/],
  ['applied', [], /applied/],
  ['retried', { count: '2', refusal: '' }, /retried\.count: expected number, received "2"/],
  ['failure', 'AtlasError', /failure: expected Object, received "AtlasError"/],
  ['undone', { undone: null }, /undone\.undone: /],
  ['undoFailure', {}, /undoFailure\.Error: /],
  ['ended', { status: 'LOST', cause: '' }, /ended\.status: /],
  ['connectionStringsPoll', { ...SEEN, connectionStrings: {} }, /connectionStringsPoll\.connectionStrings\./],
];

const MALFORMED_INPUTS: readonly (readonly [wording: string, state: unknown, issue: RegExp])[] = [
  ['nothing', undefined, /state: expected an object, received undefined/],
  ['a text', 'state', /state: expected an object, received "state"/],
  ['a list', [INPUT], /state: expected an object, received \[/],
  ['no version', { ...INPUT, version: undefined }, /version: expected 1, received undefined/],
  ['a later version', { ...INPUT, version: 2 }, /version: expected 1, received 2/],
  ['a version in letters', { ...INPUT, version: '1' }, /version: expected 1, received "1"/],
  [
    'an unknown kind',
    { ...INPUT, target: { kind: 'cluster' } },
    /target\.kind: expected .*received "cluster"/,
  ],
  [
    'a time that is none',
    { ...INPUT, deadline: 'soon' },
    /deadline: expected an ISO 8601 time, received "soon"/,
  ],
];

describe('the state of an execution', () => {
  it.each(MALFORMED_PARTS)(
    'with a malformed %s is an error, and not a state without it: %j',
    (part, value, issue) => {
      const read = () => readWorkflowState({ ...INPUT, [part]: value });
      expect(read).toThrow(issue);
      expect(read).toThrow(expect.objectContaining({ name: 'InvalidWorkflowInputError' }));
      expect(read).toThrow(/Deploy that version/);
    },
  );

  it.each(MALFORMED_PARTS)('with a malformed %s is reported as failed: %j', (part, value, issue) => {
    const read = readConcludedState({ ...INPUT, [part]: value });
    expect(read.unreadable).toMatch(issue);
    expect(read.input).toMatchObject({ version: 1 });
  });

  it.each(MALFORMED_INPUTS)('with %s cannot be read at all', (_, state, issue) => {
    for (const read of [readWorkflowState, readConcludedState]) expect(() => read(state)).toThrow(issue);
  });

  it.each(['', '{', 'null', '"text"', '[]'])('is not an input of an execution: %s', (input) => {
    expect(() => readExecutionInput({ input })).toThrow(/cannot be read/);
  });
});

describe('the state of an execution of an earlier deployment', () => {
  it('has only its input', () => {
    const read = readWorkflowState(INPUT);
    const { observation, prepared, applied, unreadable } = read;
    expect([observation, prepared, applied, unreadable]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('has rounds without numbers, and polls without a time', () => {
    const read = readWorkflowState({ ...INPUT, prepared: { existed: false }, applied: APPLIED });
    expect(read.prepared).toMatchObject({ round: 1, existed: false });
    expect(read.applied).toMatchObject({ round: 1, adopted: false });
  });

  it('has another word for a poll of EC2', () => {
    const observation = { ...SEEN, outcome: 'awaited', acceptance: { noticedBy: 'look' } };
    const read = readWorkflowState({ ...INPUT, observation });
    expect(read.observation?.acceptance).toEqual({ noticedBy: 'poll' });
  });

  it('contains the name of the final error only in the cause', () => {
    const cause = 'AtlasPrivateLink.RequestCancelled: CloudFormation has sent another request.';
    const read = readWorkflowState({ ...INPUT, respondTo: RESPOND_TO, ended: { status: 'ABORTED', cause } });
    expect(read.ended).toMatchObject({ error: 'AtlasPrivateLink.RequestCancelled', cause });
  });

  it('has empty attributes for those added later, and keeps those of a later version', () => {
    const { ProjectId, EndpointServiceId, EndpointId, CloudProvider } = inCloudFormation(linkDescription());
    const description = { ProjectId, EndpointServiceId, EndpointId, CloudProvider, Later: 'x' };
    const read = readWorkflowState({ ...INPUT, observation: { ...SEEN, description, later: true } });
    expect(read.observation?.description).toMatchObject({
      endpointId: EndpointId,
      gcpProjectId: '',
      later: 'x',
    });
  });
});
