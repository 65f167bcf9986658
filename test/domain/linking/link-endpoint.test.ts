import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RECEIVE_TIMEOUT_SECONDS } from '../../../lambda/contract/limits.js';
import type { AtlasRegion } from '../../../lambda/contract/regions.js';
import type { SelectionSpec } from '../../../lambda/contract/selection.js';
import { linkEndpoint } from '../../../lambda/domain/linking/link-endpoint.js';
import { ServiceDirectory } from '../../../lambda/domain/linking/service-directory.js';
import { isSelected } from '../../../lambda/domain/model/endpoint-selection.js';
import { atlasError } from '../atlas-errors.js';
import { FakeAtlas } from '../fake-atlas.js';
import { FakeRegistry, FakeVpcEndpoints, FakeWorkflow } from '../fake-aws.js';
import { recordingPorts } from '../recording-ports.js';
import {
  ENDPOINT_ID,
  endpointService,
  OWN,
  PROJECT_ID,
  SERVICE_ID,
  SERVICE_NAME,
  vpcEndpoint,
} from '../samples.js';
import { VirtualClock } from '../virtual-clock.js';

function setUp(options: { projectIds?: string[]; selection?: SelectionSpec } = {}) {
  const atlas = new FakeAtlas();
  const clock = new VirtualClock();
  const endpoints = new FakeVpcEndpoints();
  const workflow = new FakeWorkflow();
  const ports = recordingPorts();
  const deps = {
    ...ports,
    ...OWN,
    atlas,
    clock,
    endpoints,
    workflow,
    executionStates: workflow,
    directory: new ServiceDirectory(atlas, options.projectIds ?? [PROJECT_ID], clock),
    projects: (options.projectIds ?? [PROJECT_ID]).map((projectId) => ({ projectId })),
    selection: options.selection ?? ({ kind: 'all' } as const),
    linkTimeoutSeconds: 3600,
    connectionStringsTimeoutSeconds: 900,
    awaitsAcceptance: false,
    registry: new FakeRegistry(),
    preflight: { warningsFor: async () => [] },
  };
  const event = {
    origin: 'event' as const,
    endpointId: ENDPOINT_ID,
    account: '111122223333',
    region: 'eu-west-1' as const,
    eventId: 'e1',
    eventTime: clock.now(),
  };
  return { ...deps, event, link: () => linkEndpoint(deps, event) };
}

describe('a new endpoint of an Atlas endpoint service', () => {
  it('is registered, and its execution gets a name made from stable ids', async () => {
    const world = setUp();
    expect(await world.link()).toEqual({
      kind: 'linking',
      registration: 'created',
      executionName: `${ENDPOINT_ID}_e1`,
      hasMade: true,
    });
    expect(world.workflow.executionStates.get(`${ENDPOINT_ID}_e1`)).toMatchObject({
      target: { projectId: PROJECT_ID, endpointServiceId: SERVICE_ID, endpointId: ENDPOINT_ID },
      startedAt: '2026-08-10T03:05:05.000Z',
      deadline: '2026-08-10T04:05:05.000Z',
    });
  });

  it('leads to one link and one execution when the event is delivered five times', async () => {
    const world = setUp();
    for (let i = 0; i < 5; i += 1) await world.link();
    expect(world.atlas.countOf('create')).toBe(1);
    expect([...world.workflow.executionStates.keys()]).toEqual([`${ENDPOINT_ID}_e1`]);
  });

  it('is linked by the next delivery when the function crashes between registration and start', async () => {
    const world = setUp();
    world.workflow.failNext = new Error('killed');
    await expect(world.link()).rejects.toThrow('killed');
    expect(await world.link()).toMatchObject({ kind: 'linking', registration: 'adopted' });
    expect(world.atlas.countOf('create')).toBe(1);
    expect(world.workflow.executionStates.size).toBe(1);
  });

  it('is not registered before EC2 shows it as waiting for acceptance', async () => {
    const world = setUp();
    world.endpoints.descriptions = [undefined, vpcEndpoint({ state: '' }), vpcEndpoint()];
    await world.link();
    expect(world.endpoints.described).toBe(3);
    expect(world.atlas.countOf('create')).toBe(1);
  });

  it('causes another delivery when EC2 does not show it in time', async () => {
    const world = setUp();
    world.endpoints.descriptions = [vpcEndpoint({ state: 'creating' })];
    await expect(world.link()).rejects.toThrow(
      `VPC endpoint ${ENDPOINT_ID} cannot be linked yet: the endpoint is creating.`,
    );
    expect(world.atlas.countOf('create')).toBe(0);
    // A minute, so that the function has time to register an endpoint that becomes ready at its end.
    const waitedSeconds = (world.clock.now().getTime() - world.event.eventTime.getTime()) / 1000;
    expect(waitedSeconds).toBeGreaterThanOrEqual(60);
    expect(waitedSeconds).toBeLessThan(RECEIVE_TIMEOUT_SECONDS / 2);
  });
});

describe('an endpoint that is not eligible', () => {
  it('causes no request to Atlas when it is not selected', async () => {
    const world = setUp({ selection: { kind: 'tagged', key: 'atlas' } });
    expect(await world.link()).toMatchObject({ kind: 'ignored', reason: 'not-selected' });
    expect(world.atlas.calls).toEqual([]);
  });

  it('is ignored without a log line when its service belongs to another vendor', async () => {
    const world = setUp();
    world.atlas.services = [
      endpointService({ endpointServiceName: 'com.amazonaws.vpce.eu-west-1.vpce-svc-0other' }),
    ];
    expect(await world.link()).toMatchObject({ kind: 'ignored', reason: 'not-an-atlas-service' });
    expect(world.lines.filter(({ level }) => level !== 'debug')).toEqual([]);
    expect(world.workflow.executionStates.size).toBe(0);
  });

  it('is ignored when the event arrives after the deletion', async () => {
    const world = setUp();
    world.endpoints.descriptions = [undefined];
    world.clock.advanceSeconds(600);
    expect(await world.link()).toMatchObject({ kind: 'ignored', reason: 'no-longer-exists' });
  });

  it('is never registered, whatever the selection and the endpoint', async () => {
    const tags = fc.dictionary(fc.constantFrom('a', 'b'), fc.constantFrom('', 'x'));
    const leaf: fc.Arbitrary<SelectionSpec> = fc.oneof(
      fc.record({ kind: fc.constant('tagged' as const), key: fc.constantFrom('a', 'b') }),
      fc.record({
        kind: fc.constant('inVpcs' as const),
        vpcIds: fc.array(fc.constantFrom('vpc-1', 'vpc-2')),
      }),
    );
    const selections = fc.oneof(
      leaf,
      fc.record({ kind: fc.constantFrom('anyOf' as const, 'allOf' as const), of: fc.array(leaf) }),
    );
    const states = fc.constantFrom('pendingacceptance', 'rejected', 'deleted', 'available');
    await fc.assert(
      fc.asyncProperty(
        selections,
        tags,
        fc.constantFrom('vpc-1', 'vpc-3'),
        states,
        async (selection, own, vpcId, state) => {
          const world = setUp({ selection });
          const endpoint = vpcEndpoint({ tags: own, vpcId, state });
          world.endpoints.descriptions = [endpoint];
          await world.link();
          const allowed =
            isSelected(selection, endpoint) && ['pendingacceptance', 'available'].includes(state);
          expect(world.atlas.countOf('create')).toBe(allowed ? 1 : 0);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('a refusal', () => {
  it('because of the endpoint itself is reported by its own execution, without a POST', async () => {
    const world = setUp();
    world.endpoints.descriptions = [vpcEndpoint({ subnetIds: [] })];
    expect(await world.link()).toMatchObject({ kind: 'refused' });
    const [[name, input] = []] = [...world.workflow.executionStates];
    expect(name).toContain('ENDPOINT_WITHOUT_SUBNET');
    expect(input?.refusal?.code).toBe('ENDPOINT_WITHOUT_SUBNET');
    expect(world.atlas.countOf('create')).toBe(0);
  });

  it('by Atlas is published by an execution, and the event goes to the dead-letter queue', async () => {
    const world = setUp();
    world.atlas.failNext('create', atlasError('forbidden', { code: 'IP_ADDRESS_NOT_ON_ACCESS_LIST' }));
    await expect(world.link()).rejects.toMatchObject({ name: 'LinkRefusedError', kind: 'forbidden' });
    expect([...world.workflow.executionStates.values()]).toMatchObject([
      { refusal: { code: 'IP_ADDRESS_NOT_ON_ACCESS_LIST', advice: 'mend forbidden' } },
    ]);
  });

  it('does not prevent the redriven event from succeeding once the cause is removed', async () => {
    const world = setUp();
    world.atlas.failNext('create', atlasError('forbidden', { code: 'X' }));
    await expect(world.link()).rejects.toThrow();
    await world.link();
    expect([...world.workflow.executionStates.keys()]).toEqual([
      `${ENDPOINT_ID}_20260810030505000_X`,
      `${ENDPOINT_ID}_e1`,
    ]);
  });

  it('is not reported for an outage, which may end', async () => {
    const world = setUp();
    world.atlas.failNext('list', atlasError('unavailable'));
    await expect(world.link()).rejects.toMatchObject({ name: 'AtlasError', kind: 'unavailable' });
    expect(world.workflow.executionStates.size).toBe(0);
  });

  const TAGGED = { kind: 'tagged', key: 'atlas' } as const;

  it('of the login is not reported for an endpoint that may belong to another vendor', async () => {
    const world = setUp();
    world.atlas.failNext('list', atlasError('authentication'));
    expect(await world.link()).toMatchObject({
      kind: 'ignored',
      reason: 'project-unreadable',
      message: expect.stringContaining('Atlas said authentication'),
    });
    expect([world.workflow.executionStates.size, world.counted]).toEqual([0, { ProjectUnreadable: 1 }]);
  });

  it('of the login is reported if a tag selects the endpoint, although its service cannot be known', async () => {
    const world = setUp({ selection: TAGGED });
    world.endpoints.descriptions = [vpcEndpoint({ tags: { atlas: '' } })];
    world.atlas.failNext('list', atlasError('authentication'));
    await expect(world.link()).rejects.toMatchObject({ name: 'LinkRefusedError', kind: 'authentication' });
    expect([...world.workflow.executionStates.values()]).toMatchObject([
      { target: { projectId: PROJECT_ID, endpointServiceId: '' }, refusal: { code: 'ATLAS_AUTHENTICATION' } },
    ]);
  });
});

describe('several projects', () => {
  const other = '6a793f63c0eb9e7a17715300';

  it('are searched for the service name, and an unreadable one does not hide another', async () => {
    const world = setUp({ projectIds: [other, PROJECT_ID] });
    world.atlas.failNext(`list ${other}`, atlasError('authentication'));
    expect((await world.link()).kind).toBe('linking');
    expect(world.lines).toContainEqual(
      expect.objectContaining({ level: 'warn', message: 'Atlas project cannot be read' }),
    );
  });

  it('without an endpoint service in the Region are logged, and other services in it are not', async () => {
    const warnings = async (regionName: AtlasRegion) => {
      const world = setUp();
      world.atlas.services[0] = endpointService({ regionName, endpointServiceName: `${SERVICE_NAME}y` });
      await world.link();
      return world.lines.filter(({ message }) => message === 'no endpoint service in this Region');
    };
    expect(await warnings('US_EAST_1')).toEqual([
      expect.objectContaining({ level: 'warn', fields: expect.objectContaining({ region: 'eu-west-1' }) }),
    ]);
    expect(await warnings('EU_WEST_1')).toEqual([]);
  });

  it('are read once, and then only the project with the service', async () => {
    const world = setUp({ projectIds: [other, PROJECT_ID] });
    await world.link();
    // As for another endpoint: nothing is known of it.
    world.registry.records.clear();
    await world.link();
    expect(world.atlas.countOf(`list ${other}`)).toBe(1);
    expect(world.atlas.countOf(`list ${PROJECT_ID}`)).toBe(2);
  });

  it('are not read again at once for a service that none of them has', async () => {
    const world = setUp();
    world.endpoints.descriptions = [vpcEndpoint({ serviceName: `${SERVICE_NAME}x` })];
    await world.link();
    await world.link();
    expect(world.atlas.countOf('list')).toBe(1);
    world.clock.advanceSeconds(30);
    await world.link();
    expect(world.atlas.countOf('list')).toBe(2);
  });
});
