import { describe, expect, it } from 'vitest';
import type { LinkRecord } from '../../../lambda/contract/registry.js';
import { ServiceDirectory } from '../../../lambda/domain/linking/service-directory.js';
import { receiveEndpointEvent } from '../../../lambda/runtime/functions/receive-endpoint-event.js';
import { linkRecord } from '../../cli/samples.js';
import { FakeAtlas } from '../../domain/fake-atlas.js';
import { FakeRegistry, FakeVpcEndpoints, FakeWorkflow } from '../../domain/fake-aws.js';
import { linkDescription, OWN, PROJECT_ID, SERVICE_ID, vpcEndpoint } from '../../domain/samples.js';
import { VirtualClock } from '../../domain/virtual-clock.js';
import {
  deleteVpcEndpointsDelivery,
  FIRST_ID,
  SECOND_ID,
  UNREADABLE_RESPONSES,
} from '../../events/delete-vpc-endpoints-delivery.js';
import { recordingObservability } from '../handler-world.js';

const BOTH = [FIRST_ID, SECOND_ID];

/** EC2 does not show the endpoints, and Atlas lists both, so only the record prevents their removal. */
function setUp() {
  const atlas = new FakeAtlas();
  for (const id of BOTH) atlas.links.set(id, linkDescription({ endpointId: id }));
  const clock = new VirtualClock();
  const workflow = new FakeWorkflow();
  const endpoints = new FakeVpcEndpoints();
  endpoints.descriptions = [undefined];
  const registry = new FakeRegistry();
  const deps = {
    ...recordingObservability(),
    ...OWN,
    atlas,
    clock,
    endpoints,
    hastyEndpoints: endpoints,
    workflow,
    executionStates: workflow,
    registry,
    directory: new ServiceDirectory(atlas, [PROJECT_ID], clock),
    selection: { kind: 'all' } as const,
    linkTimeoutSeconds: 3600,
    connectionStringsTimeoutSeconds: 900,
    awaitsAcceptance: false,
    preflight: { warningsFor: async () => [] },
    projectIds: [PROJECT_ID],
    federatedProjectIds: [],
    projects: [{ projectId: PROJECT_ID }],
    lastLink: 'keep' as const,
    unlinkDeselected: false,
  };
  const know = (endpointId: string, change: Partial<LinkRecord> = {}) => {
    const link = { projectId: PROJECT_ID, endpointServiceId: SERVICE_ID, endpointId: endpointId };
    const record = linkRecord({ owner: OWN.owner, ...change });
    registry.records.set(endpointId, { ...record, link: { ...record.link, ...link } });
  };
  const removed = () =>
    [...workflow.executionStates.values()].map(({ target }) =>
      'endpointId' in target ? target.endpointId : '',
    );
  return { ...deps, know, removed, receive: (delivery: unknown) => receiveEndpointEvent(deps, delivery) };
}

describe('a deletion record', () => {
  it('that EC2 has confirmed removes all selected links', async () => {
    const world = setUp();
    await world.receive(deleteVpcEndpointsDelivery(BOTH));
    expect(world.removed()).toEqual(BOTH);
  });

  it.each(UNREADABLE_RESPONSES)(
    'with %s as its response removes only links that an own record names',
    async (_, response) => {
      const world = setUp();
      world.know(FIRST_ID);
      world.endpoints.descriptions = [vpcEndpoint({ endpointId: FIRST_ID, state: 'deleting' })];
      await expect(
        world.receive(deleteVpcEndpointsDelivery(BOTH, { responseElements: response })),
      ).rejects.toMatchObject({ name: 'MalformedEventError', message: expect.stringContaining(SECOND_ID) });
      expect(world.removed()).toEqual([FIRST_ID]);
      expect(world.counted).toMatchObject({ EventMalformed: 1 });
    },
  );

  it('without a response removes nothing only because EC2 does not show it', async () => {
    const world = setUp();
    world.know(FIRST_ID);
    const results = await world.receive(deleteVpcEndpointsDelivery([FIRST_ID], { responseElements: null }));
    expect(results).toMatchObject([{ kind: 'ignored', reason: 'not-seen' }]);
    expect(world.removed()).toEqual([]);
  });

  it('without a response leaves no dead-letter message if another automation has the endpoint', async () => {
    const world = setUp();
    world.know(FIRST_ID, { owner: 'another' });
    const results = await world.receive(deleteVpcEndpointsDelivery([FIRST_ID], { responseElements: null }));
    expect(results).toMatchObject([{ kind: 'ignored', reason: 'of-another-automation' }]);
    expect(world.removed()).toEqual([]);
  });

  it('with an unreadable id removes the others, then reports it', async () => {
    const world = setUp();
    await expect(world.receive(deleteVpcEndpointsDelivery([FIRST_ID, 'vpce-no', SECOND_ID]))).rejects.toThrow(
      /received "vpce-no"/,
    );
    expect(world.removed()).toEqual(BOTH);
  });

  it('names a few of many endpoints that it does not confirm', async () => {
    const world = setUp();
    const ids = Array.from({ length: 500 }, (_, index) => `vpce-${index.toString(16).padStart(17, '0')}`);
    const error: unknown = await world
      .receive(deleteVpcEndpointsDelivery(ids, { responseElements: null }))
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ message: expect.stringContaining('and 497 more') });
    expect(String(error).length).toBeLessThan(600);
  });
});
