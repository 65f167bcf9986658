import { describe, expect, it } from 'vitest';
import { inCloudFormation } from '../../../lambda/contract/cloudformation-spelling.js';
import type { Outcome } from '../../../lambda/contract/workflow.js';
import { concludeLink, type FinishedExecution } from '../../../lambda/domain/following/conclude-link.js';
import { ItemRefusedError } from '../../../lambda/domain/model/errors/item-refused-error.js';
import { RegistryUnavailableError } from '../../../lambda/domain/model/errors/registry-unavailable-error.js';
import type { Observation } from '../../../lambda/execution-data/observation.js';
import { FakeEvents, FakeRegistry, FakeVpcEndpoints } from '../fake-aws.js';
import { recordingPorts } from '../recording-ports.js';
import { ENDPOINT_ID, EXECUTION_ARN, linkDescription, OWN, PROJECT_ID, workflowInput } from '../samples.js';
import { VirtualClock } from '../virtual-clock.js';

function setUp(tagEndpoints = true) {
  const clock = new VirtualClock();
  clock.advanceSeconds(120);
  const world = {
    ...recordingPorts(),
    owner: OWN.owner,
    events: new FakeEvents(),
    endpoints: new FakeVpcEndpoints(),
    clock,
    tagEndpoints,
  };
  const conclude = (execution: Partial<FinishedExecution>) =>
    concludeLink(world, { executionArn: EXECUTION_ARN, input: workflowInput(), ...execution });
  return { ...world, conclude };
}

function observation(outcome: Outcome, message = ''): Observation {
  return {
    outcome,
    waitSeconds: 1,
    observedAt: '2026-08-10T03:07:00.000Z',
    description: linkDescription({ connectionStatus: 'AVAILABLE' }),
    message,
    advice: message === '' ? '' : 'poll',
  };
}

describe('the conclusion of an execution', () => {
  it('publishes the whole link, tags the endpoint and counts', async () => {
    const world = setUp();
    expect(await world.conclude({ observation: observation('available') })).toEqual({
      outcome: 'available',
      cause: '',
    });
    expect(world.events.published).toEqual([
      {
        version: '1',
        outcome: 'available',
        goal: 'available',
        link: inCloudFormation(linkDescription({ connectionStatus: 'AVAILABLE' })),
        region: 'eu-west-1',
        account: '111122223333',
        message: '',
        advice: '',
        warnings: [],
        origin: { kind: 'event', id: 'e1' },
        executionArn: EXECUTION_ARN,
        startedAt: '2026-08-10T03:05:05.000Z',
        concludedAt: '2026-08-10T03:07:00.000Z',
        durationSeconds: 115,
      },
    ]);
    expect(world.endpoints.tagged[ENDPOINT_ID]).toEqual({
      'atlas-privatelink:status': 'available',
      'atlas-privatelink:project-id': PROJECT_ID,
      'atlas-privatelink:warnings': 'none',
    });
    expect(world.counted).toEqual({ LinkAvailable: 1, TimeToAvailable: 115 });
  });

  it.each([
    ['failed', 'LinkFailed'],
    ['timed-out', 'LinkTimedOut'],
    ['deleted', 'LinkEndpointDeleted'],
  ] as const)('%s counts as %s and has Atlas’s message as the cause', async (outcome, metric) => {
    const world = setUp();
    expect(await world.conclude({ observation: observation(outcome, 'no DNS') })).toEqual({
      outcome,
      cause: 'no DNS poll',
    });
    expect(world.counted).toEqual({ [metric]: 1 });
  });

  it('does not tag a deleted endpoint, nor any if tags are off', async () => {
    const deleted = setUp();
    await deleted.conclude({ observation: observation('deleted') });
    const untagged = setUp(false);
    await untagged.conclude({ observation: observation('available') });
    expect([deleted.endpoints.tagged, untagged.endpoints.tagged]).toEqual([{}, {}]);
  });

  it('is published although the tag cannot be set', async () => {
    const world = setUp();
    world.endpoints.failTagging = new Error('TagLimitExceeded');
    expect((await world.conclude({ observation: observation('available') })).outcome).toBe('available');
    expect(world.events.published).toHaveLength(1);
  });

  it('of a poll that threw contains the message of the error without its stack trace', async () => {
    const world = setUp();
    const Cause = JSON.stringify({ errorType: 'AtlasError', errorMessage: 'GET link: 403', trace: ['at x'] });
    const result = await world.conclude({ failure: { Error: 'AtlasError', Cause } });
    expect(result.outcome).toBe('failed');
    expect(result.cause).toContain('GET link: 403');
    expect(result.cause).not.toContain('at x');
  });

  it.each([
    ['ABORTED', 'failed', 'stopped by hand'],
    ['TIMED_OUT', 'timed-out', 'time-out of the state machine'],
    ['FAILED', 'failed', 'failed on its own'],
  ] as const)('is made for an execution that ended as %s', async (status, outcome, wording) => {
    const world = setUp();
    const result = await world.conclude({ ended: { status, error: '', cause: '' } });
    expect(result).toMatchObject({ outcome, cause: expect.stringContaining(wording) });
    expect(world.events.published).toMatchObject([
      { outcome, link: { EndpointId: ENDPOINT_ID, ConnectionStatus: '' } },
    ]);
  });
});

describe('a record of a conclusion', () => {
  const concludeWith = (failure: Error) => {
    const { conclude: _, ...world } = setUp();
    const registry = new FakeRegistry();
    registry.failNext = failure;
    const execution = {
      executionArn: EXECUTION_ARN,
      input: workflowInput(),
      observation: observation('available'),
    };
    return { ...world, ended: concludeLink({ ...world, registry }, execution) };
  };

  it('that Parameter Store refuses is reported, and the execution is concluded', async () => {
    const { ended, events, counted, lines, endpoints } = concludeWith(new ItemRefusedError('too large'));
    expect(await ended).toEqual({ outcome: 'available', cause: '' });
    expect(events.published).toHaveLength(1);
    expect(counted.RecordRefused).toBe(1);
    expect(lines).toContainEqual(
      expect.objectContaining({
        level: 'error',
        fields: { endpointId: ENDPOINT_ID, reason: 'too large' },
      }),
    );
    expect(endpoints.tagged[ENDPOINT_ID]).toMatchObject({ 'atlas-privatelink:status': 'available' });
  });

  it('that cannot be written now is retried', async () => {
    const { ended } = concludeWith(new RegistryUnavailableError('throttled'));
    await expect(ended).rejects.toThrow('throttled');
  });
});
