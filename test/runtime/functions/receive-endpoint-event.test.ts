import { describe, expect, it } from 'vitest';
import { ServiceDirectory } from '../../../lambda/domain/linking/service-directory.js';
import { receiveEndpointEvent } from '../../../lambda/runtime/functions/receive-endpoint-event.js';
import { FakeAtlas } from '../../domain/fake-atlas.js';
import { FakeRegistry, FakeVpcEndpoints, FakeWorkflow } from '../../domain/fake-aws.js';
import { ENDPOINT_ID, OWN, PROJECT_ID, vpcEndpoint } from '../../domain/samples.js';
import { VirtualClock } from '../../domain/virtual-clock.js';
import { createVpcEndpointDelivery } from '../../events/create-vpc-endpoint-delivery.js';
import { recordingObservability } from '../handler-world.js';

function setUp() {
  const recorded = recordingObservability();
  const atlas = new FakeAtlas();
  const clock = new VirtualClock();
  const endpoints = new FakeVpcEndpoints();
  const workflow = new FakeWorkflow();
  const deps = {
    ...recorded,
    ...OWN,
    atlas,
    clock,
    endpoints,
    hastyEndpoints: endpoints,
    directory: new ServiceDirectory(atlas, [PROJECT_ID], clock),
    workflow,
    executionStates: workflow,
    selection: { kind: 'tagged', key: 'atlas' } as const,
    linkTimeoutSeconds: 3600,
    connectionStringsTimeoutSeconds: 900,
    awaitsAcceptance: false,
    registry: new FakeRegistry(),
    preflight: { warningsFor: async () => [] },
    projectIds: [PROJECT_ID],
    federatedProjectIds: [],
    projects: [{ projectId: PROJECT_ID }],
    lastLink: 'keep' as const,
    unlinkDeselected: false,
  };
  return { ...deps, receive: (delivery: unknown) => receiveEndpointEvent(deps, delivery) };
}

describe('receive-endpoint-event', () => {
  it('links a selected endpoint and logs its ids', async () => {
    const world = setUp();
    world.endpoints.descriptions = [vpcEndpoint({ tags: { atlas: '' } })];
    expect(await world.receive(createVpcEndpointDelivery())).toMatchObject([{ kind: 'linking' }]);
    expect(world.correlated).toMatchObject({ endpointId: ENDPOINT_ID });
    expect(world.counted).toEqual({ LinkRegistered: 1 });
  });

  it('has linked an endpoint even if EC2 does not respond to the read afterwards', async () => {
    const world = setUp();
    const throttled = Object.assign(new Error('Request limit exceeded.'), { name: 'RequestLimitExceeded' });
    world.endpoints.descriptions = [vpcEndpoint({ tags: { atlas: '' } }), throttled];
    expect(await world.receive(createVpcEndpointDelivery())).toMatchObject([{ kind: 'linking' }]);
    expect(world.workflow.executionStates.size).toBe(1);
  });

  it('logs why an endpoint that is not selected is not linked', async () => {
    const world = setUp();
    await world.receive(createVpcEndpointDelivery());
    expect(world.lines).toContainEqual({
      level: 'info',
      message: 'endpoint evaluated',
      fields: {
        endpointId: ENDPOINT_ID,
        decision: 'ignored',
        reason: 'not-selected',
        detail: 'only endpoints tagged atlas may be linked',
      },
    });
    expect(world.counted).toEqual({ EventIgnored: 1 });
  });

  it('throws on a malformed event with its issues, for the dead-letter queue, before any call', async () => {
    const world = setUp();
    await expect(world.receive({ detail: { eventName: 'CreateVpcEndpoint' } })).rejects.toMatchObject({
      name: 'MalformedEventError',
      message: expect.stringContaining('vpcEndpointId: expected an id'),
    });
    expect(world.counted).toEqual({ EventMalformed: 1 });
    expect(world.endpoints.described).toBe(0);
  });

  it('ignores other calls without reading EC2', async () => {
    const world = setUp();
    expect(await world.receive(createVpcEndpointDelivery({ eventName: 'ModifyVpcEndpoint' }))).toEqual([]);
    expect(world.endpoints.described).toBe(0);
  });
});
