import { describe, expect, it } from 'vitest';
import { linkEndpoint } from '../../../lambda/domain/linking/link-endpoint.js';
import { ServiceDirectory } from '../../../lambda/domain/linking/service-directory.js';
import { unlinkEndpoint } from '../../../lambda/domain/unlinking/unlink-endpoint.js';
import type { LinkExecution } from '../../../lambda/execution-data/workflow-input.js';
import { linkRecord } from '../../cli/samples.js';
import { FakeAtlas } from '../fake-atlas.js';
import { FakeRegistry, FakeVpcEndpoints, FakeWorkflow } from '../fake-aws.js';
import { recordingPorts } from '../recording-ports.js';
import { ENDPOINT_ID, OWN, PROJECT_ID, SERVICE_ID, vpcEndpoint } from '../samples.js';
import { VirtualClock } from '../virtual-clock.js';

const NAME = `${ENDPOINT_ID}_e1`;
const MINUTE = 60;

function setUp(linkTimeoutSeconds = 3600) {
  const atlas = new FakeAtlas();
  const clock = new VirtualClock();
  const workflow = new FakeWorkflow();
  const registry = new FakeRegistry();
  const endpoints = new FakeVpcEndpoints();
  const deps = {
    ...recordingPorts(),
    ...OWN,
    atlas,
    clock,
    workflow,
    executionStates: workflow,
    registry,
    endpoints,
    projectIds: [PROJECT_ID],
    federatedProjectIds: [],
    projects: [{ projectId: PROJECT_ID }],
    directory: new ServiceDirectory(atlas, [PROJECT_ID], clock),
    selection: { kind: 'all' } as const,
    lastLink: 'keep' as const,
    linkTimeoutSeconds,
    connectionStringsTimeoutSeconds: 0,
    awaitsAcceptance: false,
    preflight: { warningsFor: async () => [] },
  };
  const trigger = (eventId = 'e1') => ({
    endpointId: ENDPOINT_ID,
    account: OWN.account,
    region: OWN.region,
    origin: 'event' as const,
    eventId,
    eventTime: new Date('2026-08-10T03:05:00Z'),
  });
  const executionOf = (name: string) => {
    const execution = workflow.executionStates.get(name) as LinkExecution | undefined;
    if (execution === undefined) throw new Error(`no execution ${name}`);
    return execution;
  };
  const secondsOf = ({ startedAt, deadline }: LinkExecution) => ({
    age: (clock.now().getTime() - Date.parse(startedAt)) / 1000,
    left: (Date.parse(deadline) - clock.now().getTime()) / 1000,
  });
  return {
    ...deps,
    link: (eventId?: string) => linkEndpoint(deps, trigger(eventId)),
    unlink: () => unlinkEndpoint(deps, { ...trigger('d1'), cause: 'endpoint-deleted' }),
    unlinkShown: (shown: { readonly projectId: string; readonly endpointServiceId: string }) =>
      unlinkEndpoint(deps, { ...trigger('c1'), origin: 'command', cause: 'command', shown }),
    executionOf,
    lifeOf: (name: string) => secondsOf(executionOf(name)),
  };
}

/** An invocation that crashed between its claim and StartExecution. */
async function dieBeforeStart(world: ReturnType<typeof setUp>): Promise<void> {
  world.workflow.failNext = new Error('killed');
  await expect(world.link()).rejects.toThrow('killed');
}

describe('a claim whose execution never began', () => {
  it.each([
    ['the same event', 'e1'],
    ['another event', 'tag-1'],
  ])('is taken over by %s with its own time limit, however late it comes', async (_, eventId) => {
    const world = setUp(MINUTE);
    await dieBeforeStart(world);
    world.clock.advanceSeconds(3 * 24 * 3600);
    expect(await world.link(eventId)).toMatchObject({ executionName: NAME });
    expect(world.lifeOf(NAME)).toEqual({ age: 0, left: MINUTE });
    expect(world.registry.records.get(ENDPOINT_ID)?.execution).toBe(NAME);
  });
});

describe('a claim whose execution has failed', () => {
  it.each([
    ['the same event', 'e1'],
    ['another event', 'tag-1'],
  ])('is taken over by %s with another execution, which has its own time limit', async (_, eventId) => {
    const world = setUp(MINUTE);
    await world.link();
    world.workflow.ended.add(NAME);
    world.clock.advanceSeconds(3 * 24 * 3600);
    expect(await world.link(eventId)).toMatchObject({ executionName: `${NAME}_2` });
    expect(world.lifeOf(`${NAME}_2`)).toEqual({ age: 0, left: MINUTE });
    expect(world.registry.records.get(ENDPOINT_ID)).toMatchObject({
      execution: `${NAME}_2`,
      state: 'linking',
    });
  });

  it('is taken over once, however often the event is delivered', async () => {
    const world = setUp();
    await world.link();
    world.workflow.ended.add(NAME);
    for (let count = 0; count < 4; count += 1) await world.link();
    expect([...world.workflow.executionStates.keys()]).toEqual([NAME, `${NAME}_2`]);
  });

  it('is taken over again when the second execution has failed too', async () => {
    const world = setUp();
    await world.link();
    for (const name of [NAME, `${NAME}_2`]) world.workflow.ended.add(name);
    for (let count = 0; count < 3; count += 1) await world.link();
    expect([...world.workflow.executionStates.keys()]).toEqual([NAME, `${NAME}_2`, `${NAME}_3`]);
  });
});

describe('a claim whose execution is running', () => {
  it('is joined, and no execution is started', async () => {
    const world = setUp();
    await world.link();
    expect(await world.link('tag-1')).toMatchObject({ registration: 'joined', executionName: NAME });
    expect(world.workflow.executionStates.size).toBe(1);
  });
});

describe('a registration that takes minutes', () => {
  it('leaves the execution its whole time limit, and the grace period for a poll that does not show the link yet', async () => {
    const world = setUp(MINUTE);
    const create = world.atlas.createLink.bind(world.atlas);
    world.atlas.createLink = async (...given) => {
      world.clock.advanceSeconds(170);
      return create(...given);
    };
    await world.link();
    expect(world.lifeOf(NAME)).toEqual({ age: 0, left: MINUTE });
  });
});

describe('a removal whose execution has failed', () => {
  const recordOf = (execution: string) =>
    linkRecord({
      owner: OWN.owner,
      state: 'unlinking',
      execution,
      link: { ...linkRecord().link, projectId: PROJECT_ID, endpointServiceId: SERVICE_ID },
    });

  it('is started again with its own time limit', async () => {
    const world = setUp(MINUTE);
    world.endpoints.descriptions = [vpcEndpoint({ state: 'deleted' })];
    world.registry.records.set(ENDPOINT_ID, recordOf('r1'));
    await world.workflow.start('r1', {} as LinkExecution);
    world.workflow.ended.add('r1');
    world.clock.advanceSeconds(24 * 3600);
    expect(await world.unlink()).toEqual({ kind: 'unlinking', executionName: 'r1_2' });
    expect(world.lifeOf('r1_2')).toEqual({ age: 0, left: MINUTE });
  });

  it('is joined if its execution is running', async () => {
    const world = setUp();
    world.endpoints.descriptions = [vpcEndpoint({ state: 'deleted' })];
    world.registry.records.set(ENDPOINT_ID, recordOf('r1'));
    await world.workflow.start('r1', {} as LinkExecution);
    expect(await world.unlink()).toEqual({ kind: 'unlinking', executionName: 'r1' });
    expect(world.workflow.executionStates.size).toBe(1);
  });
});

describe('a removal by command', () => {
  it('is that of the registration that was shown, whatever other project lists the endpoint', async () => {
    const world = setUp();
    const shown = { projectId: 'f'.repeat(24), endpointServiceId: 'data-federation' };
    await world.link();
    world.registry.records.clear();
    expect(await world.unlinkShown(shown)).toMatchObject({ kind: 'unlinking' });
    expect(world.registry.records.get(ENDPOINT_ID)).toMatchObject({ state: 'unlinking', link: shown });
    const [, removal = ''] = [...world.workflow.executionStates.keys()];
    expect(world.executionOf(removal).target).toMatchObject(shown);
  });

  it('of a registration in another project than that of the own record starts nothing, and keeps the record', async () => {
    const world = setUp();
    const link = {
      ...linkRecord().link,
      projectId: PROJECT_ID,
      endpointServiceId: 'data-federation',
    };
    const record = linkRecord({ owner: OWN.owner, state: 'available', link });
    world.registry.records.set(ENDPOINT_ID, record);
    const shown = { projectId: 'f'.repeat(24), endpointServiceId: 'data-federation' };
    const result = await world.unlinkShown(shown);
    expect(result).toMatchObject({ kind: 'ignored', message: expect.stringContaining(PROJECT_ID) });
    expect(result).toMatchObject({ message: expect.stringContaining(shown.projectId) });
    expect(world.registry.records.get(ENDPOINT_ID)).toEqual(record);
    expect(world.workflow.executionStates.size).toBe(0);
  });
});
