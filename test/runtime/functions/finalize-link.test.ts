import { describe, expect, it } from 'vitest';
import { inCloudFormation } from '../../../lambda/contract/cloudformation-spelling.js';
import { WorkflowError } from '../../../lambda/contract/workflow.js';
import { conclude } from '../../../lambda/runtime/functions/finalize-link.js';
import { RESPOND_TO, RESPONSE_URL } from '../../custom-resources/requests.js';
import {
  FakeEvents,
  FakeExecutionHistory,
  FakeOpenRequests,
  FakeResponses,
  FakeVpcEndpoints,
} from '../../domain/fake-aws.js';
import { EXECUTION_ARN, linkDescription, OWN, SERVICE_ID, workflowInput } from '../../domain/samples.js';
import { VirtualClock } from '../../domain/virtual-clock.js';
import { recordingObservability } from '../handler-world.js';

const observation = {
  outcome: 'available',
  waitSeconds: 1,
  observedAt: '2026-08-10T03:06:00.000Z',
  description: inCloudFormation(linkDescription({ connectionStatus: 'AVAILABLE' })),
  message: '',
  advice: '',
};

function setUp() {
  const events = new FakeEvents();
  const deps = {
    ...recordingObservability(),
    owner: OWN.owner,
    events,
    endpoints: new FakeVpcEndpoints(),
    clock: new VirtualClock(),
    tagEndpoints: true,
    responses: new FakeResponses(),
    executionStates: new FakeExecutionHistory(),
    requests: new FakeOpenRequests({ respondTo: RESPOND_TO, responseUrl: RESPONSE_URL }),
  };
  const ended = (detail: Record<string, unknown>) =>
    conclude(deps, {
      source: 'aws.states',
      detail: { executionArn: EXECUTION_ARN, input: JSON.stringify(workflowInput()), ...detail },
    });
  return { ...deps, ended, conclude: (payload: unknown) => conclude(deps, payload) };
}

describe('finalize-link as the last task', () => {
  it('concludes with the observation', async () => {
    const world = setUp();
    await world.conclude({ executionArn: EXECUTION_ARN, state: { ...workflowInput(), observation } });
    expect(world.events.published).toMatchObject([{ outcome: 'available', executionArn: EXECUTION_ARN }]);
  });

  it('concludes a failed poll, which takes precedence over the last observation', async () => {
    const world = setUp();
    const failure = { Error: 'States.Timeout', Cause: '' };
    const state = { ...workflowInput(), observation: { ...observation, outcome: 'pending' }, failure };
    expect(await world.conclude({ executionArn: EXECUTION_ARN, state })).toMatchObject({
      outcome: 'failed',
      cause: expect.stringContaining('States.Timeout'),
    });
  });

  it('refuses an input that is not the workflow’s, with every wrong field', async () => {
    const broken = { ...workflowInput(), version: 2, deadline: 'soon' };
    await expect(setUp().conclude({ executionArn: EXECUTION_ARN, state: broken })).rejects.toThrow(
      /version: .*deadline: /,
    );
  });
});

it('finalize-link refuses to record connection strings of a target that has none, and concludes nothing', async () => {
  const world = setUp();
  const target = { kind: 'regional-mode', projectId: linkDescription().projectId };
  const state = { ...workflowInput(), target };
  await expect(
    world.conclude({ executionArn: EXECUTION_ARN, state, phase: 'connection-strings' }),
  ).rejects.toMatchObject({ name: 'InvalidWorkflowInputError' });
  expect([world.events.published, world.requests.removed]).toEqual([[], []]);
});

describe('finalize-link with an unreadable part of the state', () => {
  const state = { ...workflowInput(), observation: { ...observation, outcome: 'vanished' } };

  it('reports that the execution has failed, and why', async () => {
    const world = setUp();
    const concluded = await world.conclude({ executionArn: EXECUTION_ARN, state });
    expect(concluded).toMatchObject({
      outcome: 'failed',
      cause: expect.stringMatching(/observation\.outcome: expected .*received "vanished"/),
    });
    expect(world.events.published).toMatchObject([{ outcome: 'failed' }]);
  });

  it('does nothing for a task with an unknown phase', async () => {
    const world = setUp();
    const payload = { executionArn: EXECUTION_ARN, state: workflowInput(), phase: 'later' };
    await expect(world.conclude(payload)).rejects.toMatchObject({ name: 'InvalidWorkflowInputError' });
    expect([world.events.published, world.responses.documents]).toEqual([[], []]);
  });
});

describe('finalize-link as the target of the rule for failed executions', () => {
  it.each([WorkflowError.LINK_FAILED, WorkflowError.LINK_TIMED_OUT])(
    'ignores an execution that ended as %s',
    async (error) => {
      const world = setUp();
      expect(await world.ended({ status: 'FAILED', error })).toEqual({ outcome: 'ignored' });
      expect(world.events.published).toEqual([]);
    },
  );

  it.each(['ABORTED', 'TIMED_OUT'])('concludes an execution that ended as %s', async (status) => {
    const world = setUp();
    await world.ended({ status });
    expect(world.events.published).toHaveLength(1);
  });

  it('concludes an execution whose conclusion failed with the last observation of that execution', async () => {
    const world = setUp();
    const cause = JSON.stringify({ ...workflowInput(), observation });
    await world.ended({ status: 'FAILED', error: WorkflowError.NOT_CONCLUDED, cause });
    expect(world.events.published).toMatchObject([
      { outcome: 'available', link: { ConnectionStatus: 'AVAILABLE' } },
    ]);
  });

  it('throws on a status change without input, for the dead-letter queue', async () => {
    await expect(setUp().ended({ status: 'ABORTED', input: null })).rejects.toMatchObject({
      name: 'MalformedEventError',
    });
  });
});

describe('a stopped execution of a stack', () => {
  const respondTo = RESPOND_TO;
  const change = { kind: 'create', lastLink: 'keep', ownsEndpoint: false };
  const prepared = { existed: false };
  const input = { ...workflowInput(), change, respondTo };
  const cutOff = async (state: object | undefined, status = 'ABORTED') => {
    const world = setUp();
    world.executionStates.state = state;
    await world.ended({ status, input: JSON.stringify(input) });
    return { world, responses: world.responses.documents.map(({ document }) => document) };
  };

  it.each(['ABORTED', 'TIMED_OUT'])(
    '(%s) has its changes rolled back by another execution, which responds',
    async (status) => {
      const { world, responses } = await cutOff({ ...input, prepared }, status);
      expect(responses).toEqual([]);
      expect(world.executionStates.started).toMatchObject([
        { name: expect.stringMatching(/^undo_/), state: { prepared, ended: { status } } },
      ]);
    },
  );

  it('gets its response at once if it had made no changes', async () => {
    const { world, responses } = await cutOff(input, 'TIMED_OUT');
    expect(responses).toMatchObject([{ Status: 'FAILED', PhysicalResourceId: 'not-created/f1e2d3c4' }]);
    expect(world.executionStates.started).toEqual([]);
  });

  it('gets its response with success if only the response was missing', async () => {
    const { world, responses } = await cutOff({ ...input, prepared, observation });
    expect(responses).toMatchObject([
      { Status: 'SUCCESS', PhysicalResourceId: expect.stringMatching(/^link\//) },
    ]);
    expect(world.executionStates.started).toEqual([]);
  });

  it('gets its response with its failure after a rollback, because it may have responded so before', async () => {
    const failure = { Error: 'AtlasError', Cause: 'Atlas responded 403.' };
    const { world, responses } = await cutOff({ ...input, prepared, failure, undone: { undone: true } });
    expect(responses).toMatchObject([
      { Status: 'FAILED', Reason: expect.stringContaining('Atlas responded 403.') },
    ]);
    expect(world.executionStates.started).toEqual([]);
  });

  it('is reported to CloudFormation by its id if the rollback is stopped as well', async () => {
    const ended = { status: 'ABORTED', cause: '' };
    const creation = { endpointServiceId: SERVICE_ID, evidence: 'response' };
    const applied = { retained: false, adopted: false, creation };
    const { world, responses } = await cutOff({ ...input, prepared, applied, ended });
    expect(responses).toMatchObject([
      { Status: 'FAILED', PhysicalResourceId: expect.stringMatching(/^link\//) },
    ]);
    expect(world.executionStates.started).toEqual([]);
  });

  it('is reported with what may be left, and the Delete that follows removes nothing without a record', async () => {
    const ended = { status: 'ABORTED', cause: '' };
    const { responses } = await cutOff({ ...input, prepared, ended });
    expect(responses).toMatchObject([
      {
        Status: 'FAILED',
        PhysicalResourceId: 'not-created/f1e2d3c4',
        Reason: expect.stringContaining('What may be left in Atlas'),
      },
    ]);
  });

  it.each([
    ['prepared', { existed: 'no' }],
    ['applied', {}],
    ['observation', null],
    ['undone', 'yes'],
  ])(
    'gets its response as failed, and the readable rest causes no rollback, if its %s cannot be read',
    async (part, value) => {
      const { world, responses } = await cutOff({ ...input, [part]: value });
      expect(world.executionStates.started).toEqual([]);
      expect(responses).toMatchObject([
        {
          Status: 'FAILED',
          PhysicalResourceId: 'not-created/f1e2d3c4',
          Reason: expect.stringContaining(`${part}`),
        },
      ]);
      expect(responses).toMatchObject([{ Reason: expect.stringContaining('may be left in Atlas') }]);
    },
  );

  it('gets its response although its history cannot be read', async () => {
    const world = setUp();
    world.executionStates.lastStep = () => Promise.reject(new Error('throttled'));
    await world.ended({ status: 'ABORTED', input: JSON.stringify(input) });
    expect(world.responses.documents).toHaveLength(1);
  });
});
