import { describe, expect, it } from 'vitest';
import { CustomResource } from '../../../lambda/contract/custom-resources.js';
import type { ExecutionFacts } from '../../../lambda/domain/model/ports/executions.js';
import { requestName, resourcePrefix } from '../../../lambda/domain/requests/request-name.js';
import { thingToDelete } from '../../../lambda/domain/requests/thing-to-delete.js';
import { RESPOND_TO } from '../../custom-resources/requests.js';
import { FakeOpenRequests } from '../fake-aws.js';
import { recordingPorts } from '../recording-ports.js';
import { workflowInput } from '../samples.js';
import { VirtualClock } from '../virtual-clock.js';
import { executionFacts } from './execution-facts.js';

const GENERATED = 'Stack-Link-1ABC';
const CREATE = { ...RESPOND_TO, requestId: 'create', issuedAt: '2026-08-10T03:00:00.000Z' };
const DELETE = {
  ...RESPOND_TO,
  requestType: 'Delete' as const,
  requestId: 'delete',
  physicalResourceId: GENERATED,
  issuedAt: '2026-08-10T03:04:30.000Z',
};

/** The create has ended, with what it has made. */
function setUp() {
  const name = requestName(CREATE);
  const creation = { endpointServiceId: workflowInput().target.endpointServiceId, evidence: 'response' };
  const input = { ...workflowInput(), change: { kind: 'create', lastLink: 'keep' }, respondTo: CREATE };
  const facts: ExecutionFacts = executionFacts({
    name,
    executionArn: `arn:${name}`,
    input: JSON.stringify(input),
  });
  const requests = new FakeOpenRequests();
  const deps = {
    ...recordingPorts(),
    requests,
    clock: new VirtualClock(),
    executions: {
      start: async () => 'started' as const,
      stop: async () => undefined,
      list: async (prefix: string, status?: 'RUNNING') =>
        status === undefined && name.startsWith(prefix) ? [name] : [],
      describe: async (asked: string) => (asked === name ? facts : undefined),
    },
    executionStates: {
      lastStep: async () => ({
        name: 'Succeeded',
        state: { ...input, prepared: { round: 1, existed: false, creation } },
      }),
      resume: async () => undefined,
    },
  };
  return { deps, requests };
}

describe('a Delete', () => {
  it('by a generated id has to remove what the cancelled create has made', async () => {
    const { deps } = setUp();
    expect(await thingToDelete(deps, DELETE, CustomResource.LINK)).toMatch(/^link\//);
  });

  it('by a generated id cancels creates that are delivered later', async () => {
    const { deps, requests } = setUp();
    await thingToDelete(deps, DELETE, CustomResource.LINK);
    expect(await requests.cancelledBefore(resourcePrefix(DELETE))).toEqual(new Date(DELETE.issuedAt));
  });

  it('of another type of resource does not own what the create has made', async () => {
    const { deps } = setUp();
    expect(await thingToDelete(deps, DELETE, CustomResource.SERVICE)).toBeUndefined();
  });

  it('that was issued before the create has nothing to remove', async () => {
    const { deps } = setUp();
    const early = { ...DELETE, issuedAt: '2026-08-10T02:59:00.000Z' };
    expect(await thingToDelete(deps, early, CustomResource.LINK)).toBeUndefined();
  });

  it('by an id that says that nothing was created leaves no mark', async () => {
    const { deps, requests } = setUp();
    const named = { ...DELETE, physicalResourceId: 'not-created/create' };
    expect(await thingToDelete(deps, named, CustomResource.LINK)).toBeUndefined();
    expect(await requests.cancelledBefore(resourcePrefix(DELETE))).toBeUndefined();
  });
});
