import { describe, expect, it } from 'vitest';
import { CustomResource } from '../../../lambda/contract/custom-resources.js';
import { planFor } from '../../../lambda/custom-resources/plan.js';
import type {
  ExecutionFacts,
  ExecutionHistoryPort,
  ExecutionPort,
} from '../../../lambda/domain/model/ports/executions.js';
import { rollBackIgnoredReplacement } from '../../../lambda/domain/requests/ignored-replacement.js';
import { requestName } from '../../../lambda/domain/requests/request-name.js';
import type { WorkflowInput } from '../../../lambda/execution-data/workflow-input.js';
import { request, SERVICE_PROPERTIES } from '../../custom-resources/requests.js';
import { FakeOpenRequests } from '../fake-aws.js';
import { recordingPorts } from '../recording-ports.js';
import { PROJECT_ID } from '../samples.js';
import { VirtualClock } from '../virtual-clock.js';

const OLD = `service/${PROJECT_ID}/AWS/EU_WEST_1/${'a'.repeat(24)}`;
const NEW = `service/${PROJECT_ID}/AWS/EU_CENTRAL_1/${'b'.repeat(24)}`;
const urlOf = (time: string) => `https://example.com/answer?X-Amz-Date=20260810T${time}Z`;
const STARTED = new Date('2026-08-10T03:05:05Z');
const LATER = urlOf('031000');

function update(id: string, requestId: string, region: string) {
  return request({
    requestType: 'Update',
    resourceType: CustomResource.SERVICE,
    logicalResourceId: 'Service',
    ...{ requestId, physicalResourceId: id },
    resourceProperties: { ...SERVICE_PROPERTIES, Region: region },
    oldResourceProperties: SERVICE_PROPERTIES,
  });
}

const replacing = update(OLD, 'u1', 'eu-central-1');
const creation = { endpointServiceId: 'b'.repeat(24), evidence: 'response' };

/** The last execution has replaced the service. */
function setUp(added: object = {}, undone: object = { undone: true }) {
  const plan = planFor(replacing, STARTED, 'eu-west-1');
  const input = (plan as { input: WorkflowInput }).input;
  const main = requestName(replacing.respondTo);
  const factsOf = (name: string): ExecutionFacts => ({
    ...{ name, executionArn: `arn:${name}`, status: 'SUCCEEDED', error: '', cause: '', input: '' },
    endedAt: new Date(STARTED.getTime() + 170_000),
  });
  const names = [main];
  const rolledBack: string[] = [];
  const executions: ExecutionPort = {
    start: async () => 'started',
    stop: async () => undefined,
    list: async () => names,
    describe: async (name) => (names.includes(name) || rolledBack.includes(name) ? factsOf(name) : undefined),
  };
  const state = { ...input, prepared: { round: 1, existed: false, creation }, ...added };
  const executionStates: ExecutionHistoryPort = {
    lastStep: async (arn) => ({
      name: 'Succeeded',
      state: rolledBack.some((name) => arn.endsWith(name)) ? { ...state, undone } : state,
    }),
    resume: async (_arn, name) => void rolledBack.push(name),
  };
  const ports = recordingPorts();
  const deps = {
    ...ports,
    executions,
    executionStates,
    requests: new FakeOpenRequests(),
    clock: new VirtualClock(),
  };
  const handle = (next: ReturnType<typeof request>, url = LATER) =>
    rollBackIgnoredReplacement(deps, request({ ...next, responseUrl: url }).respondTo);
  return { ...ports, handle, rolledBack, names };
}

describe('a replacement', () => {
  it('is rolled back if a later Update names the earlier id', async () => {
    const world = setUp();
    await world.handle(update(OLD, 'u2', 'eu-west-1'));
    expect(world.rolledBack).toHaveLength(1);
    expect(world.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('that cannot be rolled back is reported', async () => {
    const world = setUp({}, { undone: false, left: 'It has links.' });
    await world.handle(update(OLD, 'u2', 'eu-west-1'));
    expect(world.lines).toContainEqual(
      expect.objectContaining({ level: 'error', fields: { physicalId: NEW, reason: 'It has links.' } }),
    );
  });

  it.each([
    ['an Update that was issued before it', urlOf('030400')],
    ['an Update that was issued in the same second', urlOf('030505')],
    ['an Update that does not say when it was issued', 'https://example.com/answer'],
  ])('is not rolled back, and reported, at %s', async (_, url) => {
    const world = setUp();
    await world.handle(update(OLD, 'u0', 'eu-west-1'), url);
    expect(world.rolledBack).toEqual([]);
    expect(world.lines).toContainEqual(
      expect.objectContaining({ level: 'warn', fields: { physicalId: NEW } }),
    );
    const { issuedAt = '' } = request({ responseUrl: LATER }).respondTo;
    expect(Date.parse(issuedAt)).toBeGreaterThan(STARTED.getTime());
  });

  it.each([
    ['a Delete of the earlier one', { ...update(OLD, 'd', 'eu-west-1'), requestType: 'Delete' as const }],
    ['an Update that names the new one', update(NEW, 'u2', 'eu-west-1')],
    ['the same request once more', replacing],
  ])('is not rolled back at %s', async (_, next) => {
    const world = setUp();
    await world.handle(next);
    expect(world.rolledBack).toEqual([]);
    expect(world.lines).toEqual([]);
  });

  it('that adopted an existing resource is not rolled back', async () => {
    const world = setUp({
      prepared: { round: 1, existed: true, endpointServiceId: creation.endpointServiceId },
      applied: { round: 1, retained: false, adopted: true, endpointServiceId: creation.endpointServiceId },
    });
    await world.handle(update(OLD, 'u2', 'eu-west-1'));
    expect(world.rolledBack).toEqual([]);
  });
});
