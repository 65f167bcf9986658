/** Endpoints in other Regions than their endpoint service's: the Region is added to the service first, if that is allowed. */
import { describe, expect, it } from 'vitest';
import { LINKS_RECONCILED, type LinksReconciledDetail } from '../../lambda/contract/published-event.js';
import { linkParameterName } from '../../lambda/contract/registry.js';
import { DECLARED_TAG } from '../../lambda/contract/tags.js';
import { EndpointSelection } from '../../lib/index.js';
import type { EndpointService, Fault } from '../../local/atlas/index.js';
import type { World } from '../../local/world.js';
import { runOnceIn } from '../cli/command-line.js';
import {
  type AutomationOptions,
  listedIn,
  reconcile,
  recordOf,
  startAutomation,
} from './automation-world.js';
import { HOME } from './hub-world.js';
import { conclusionsIn, deadLettersIn, linkExecutionsIn } from './scenario-world.js';

const PATH = /\/endpointService\/[0-9a-f]{24}$/;
const PATCH = { method: 'PATCH', path: PATH };
const POST = { method: 'POST', path: /\/endpoint$/ };
const OWN_NAME = 'EU_WEST_1';
const NO_RESPONSE = { kind: 'drop' } as const;
const UNAVAILABLE = { kind: 'response', status: 503 } as const;

/** A project whose endpoint service is in us-east-1, and whose endpoints are in eu-west-1, with the automation. */
async function start({ project = { remoteRegions: [HOME] }, ...options }: AutomationOptions = {}) {
  const world = await startAutomation({ project, ...options });
  const [own] = world.projects;
  if (own === undefined) throw new Error('The world has no project.');
  const service = world.atlas.world.createService(own, 'AWS', 'US_EAST_1', true);
  const create = () =>
    world.createVpcEndpoint({ serviceName: service.serviceName, serviceRegion: 'us-east-1' });
  const run = async () => {
    const endpoint = create();
    await world.time.run();
    return endpoint;
  };
  const fault = (settings: Omit<Fault, 'method' | 'path'>) =>
    world.atlas.faults.add({ ...PATCH, ...settings });
  return { world, service, create, run, fault };
}

function requestsIn({ atlas }: Pick<World, 'atlas'>): { readonly patches: number; readonly posts: number } {
  return { patches: atlas.journal.count(PATCH), posts: atlas.journal.count(POST) };
}

const driftIn = (world: World) =>
  (world.published(LINKS_RECONCILED).at(-1)?.detail as LinksReconciledDetail | undefined)?.drift;

const outcomesIn = (world: World) => conclusionsIn(world).map(({ outcome }) => outcome);

/** Crashes the function that is changing something in Atlas. */
function crashChange({ aws }: World): void {
  const keys = new Set(aws.server.calls.map(({ accessKeyId }) => accessKeyId));
  for (const key of keys)
    if (/ProvisionTarget/.test(aws.functions.roleOf(key) ?? '')) aws.functions.kill(key);
}

/** As if another client had replaced the list after reading it before. */
function overwriteWith(service: EndpointService, regions: readonly string[]): void {
  service.supportedRemoteRegions = regions;
}

describe('an endpoint in a Region that its endpoint service does not accept', () => {
  it('is linked after its Region has been added to those of others, once the service is available again', async () => {
    const { world, service, run } = await start();
    service.supportedRemoteRegions = ['AP_SOUTH_1'];
    const { endpointId } = await run();
    expect(service.supportedRemoteRegions).toEqual(['AP_SOUTH_1', OWN_NAME]);
    expect(listedIn(world)).toEqual([endpointId]);
    expect(requestsIn(world)).toEqual({ patches: 1, posts: 1 });
    expect(conclusionsIn(world)).toMatchObject([{ outcome: 'available', goal: 'available', message: '' }]);
    expect(recordOf(world, endpointId)).toMatchObject({ state: 'available' });
    expect(world.aws.metrics.sum('LinkRegistered')).toBe(1);
    expect(world.aws.metrics.raised()).toEqual([]);
  });

  it('of a project without remoteRegions changes nothing but itself', async () => {
    const { world, service, run } = await start({ project: {} });
    await run();
    expect(service.supportedRemoteRegions).toBeNull();
    expect(requestsIn(world)).toMatchObject({ patches: 0 });
    expect(outcomesIn(world)).toEqual(['failed']);
  });

  it('whose creation comes twice, and whose tag comes as well, is linked once', async () => {
    const { world, create } = await start();
    world.aws.bus.deliveries = 2;
    const { endpointId } = create();
    world.time.after(30, () => world.tagEndpoint(endpointId, { team: 'orders' }));
    await world.time.run();
    expect(requestsIn(world)).toEqual({ patches: 1, posts: 1 });
    expect(outcomesIn(world)).toEqual(['available']);
    expect(linkExecutionsIn(world)).toHaveLength(1);
  });

  it('is linked by the reconciliation if its event was lost', async () => {
    const { world, create } = await start();
    world.loseEvents(1);
    const { endpointId } = create();
    await world.time.run(120);
    await reconcile(world);
    expect(listedIn(world)).toEqual([endpointId]);
    expect(requestsIn(world)).toEqual({ patches: 1, posts: 1 });
  });

  it('that is deleted before its Region is added changes nothing', async () => {
    const { world, service, create } = await start();
    const { endpointId } = create();
    await world.time.run(30);
    world.deleteVpcEndpoints([endpointId]);
    await world.time.run();
    expect(service.supportedRemoteRegions).toBeNull();
    expect(requestsIn(world)).toEqual({ patches: 0, posts: 0 });
    expect(recordOf(world, endpointId)).toBeUndefined();
    expect(deadLettersIn(world)).toEqual([]);
  });

  it('that is deleted while the service changes is not registered', async () => {
    const { world, create, fault } = await start();
    const { endpointId } = create();
    fault({
      effect: { kind: 'alter', alter: (reply) => reply },
      meanwhile: () => world.deleteVpcEndpoints([endpointId]),
    });
    await world.time.run();
    expect(requestsIn(world)).toEqual({ patches: 1, posts: 0 });
    expect(recordOf(world, endpointId)).toBeUndefined();
  });
});

describe('an endpoint that waits for its endpoint service', () => {
  const SELECTED = { atlas: 'yes' };

  /** Something happens while the service is INITIATING with the new Region. */
  async function meanwhile(
    happens: (world: World, endpointId: string) => void,
    options: AutomationOptions['props'] = {},
  ) {
    const world = await start({
      props: { endpointSelection: EndpointSelection.tagged('atlas'), ...options },
    });
    const { endpointId } = world.world.createVpcEndpoint({
      serviceName: world.service.serviceName,
      serviceRegion: 'us-east-1',
      tags: SELECTED,
    });
    world.fault({
      effect: { kind: 'alter', alter: (reply) => reply },
      meanwhile: () => happens(world.world, endpointId),
    });
    await world.world.time.run();
    return { world: world.world, endpointId };
  }

  const deselect = (world: World, endpointId: string) => world.untagEndpoint(endpointId, ['atlas']);

  it.each([
    ['is deselected', deselect, {}],
    ['is deselected, and would be unlinked', deselect, { unlinkDeselected: true }],
    [
      'is declared by a stack',
      (world: World, id: string) => world.tagEndpoint(id, { [DECLARED_TAG.KEY]: 'a-stack' }),
      {},
    ],
  ])('is not registered if it %s meanwhile, and nothing is reported', async (_, happens, props) => {
    const { world, endpointId } = await meanwhile(happens, props);
    expect(requestsIn(world)).toEqual({ patches: 1, posts: 0 });
    expect(outcomesIn(world).filter((outcome) => outcome !== 'deleted')).toEqual([]);
    expect(linkExecutionsIn(world)[0]).toMatchObject({ status: 'SUCCEEDED' });
    expect([deadLettersIn(world), world.aws.metrics.raised()]).toEqual([[], []]);
    expect(recordOf(world, endpointId)).toBeUndefined();
  });

  it('is not shown as being linked after it was deselected, and the reconciliation finds nothing', async () => {
    const { world, endpointId } = await meanwhile(deselect);
    const { exitCode, stdout } = await runOnceIn(world, 'list');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(new RegExp(`${endpointId} .* pendingacceptance +- .*Not selected`));
    await reconcile(world);
    expect(driftIn(world)).toEqual([]);
    expect(linkExecutionsIn(world)).toHaveLength(1);
  });

  it.each([
    ['is deselected', deselect],
    [
      'is declared by a stack',
      (world: World, id: string) => world.tagEndpoint(id, { [DECLARED_TAG.KEY]: 'a-stack' }),
    ],
  ])('and %s loses its claim by the reconciliation if the execution cannot remove it', async (_, happens) => {
    const { world, endpointId } = await meanwhile((world, id) => {
      happens(world, id);
      world.aws.server.refuse('ssm:DeleteParameter', 'AccessDeniedException', 'Not now', 99);
    });
    expect(recordOf(world, endpointId)).toMatchObject({ state: 'linking' });
    expect(linkExecutionsIn(world)).toMatchObject([{ status: 'SUCCEEDED' }]);
    world.aws.server.faults.length = 0;
    await world.time.run(600);
    await reconcile(world);
    expect(recordOf(world, endpointId)).toBeUndefined();
    expect(requestsIn(world)).toEqual({ patches: 1, posts: 0 });
    expect(outcomesIn(world)).toEqual([]);
  });

  it('and crashes while it removes its claim removes it in the next attempt', async () => {
    const { world, endpointId } = await meanwhile((world, id) => {
      deselect(world, id);
      world.aws.server.faults.push({ action: 'ssm:DeleteParameter', after: 0, times: 1, effect: 'kill' });
    });
    expect(recordOf(world, endpointId)).toBeUndefined();
  });

  it('is linked after all if it is selected again', async () => {
    const { world, endpointId } = await meanwhile(deselect);
    expect(listedIn(world)).toEqual([]);
    world.tagEndpoint(endpointId, SELECTED);
    await world.time.run();
    expect(listedIn(world)).toEqual([endpointId]);
    expect(outcomesIn(world)).toEqual(['available']);
  });

  /** Amends the record as another writer would. */
  const claimFor = (parts: object) => (world: World, endpointId: string) => {
    const parameter = world.aws.parameters.get(linkParameterName(endpointId));
    if (parameter === undefined) throw new Error('The link is not claimed.');
    const later = new Date(world.time.now()).toISOString();
    const record = { ...JSON.parse(parameter.value), executionStartedAt: later, ...parts };
    world.aws.parameters.put({
      name: linkParameterName(endpointId),
      value: JSON.stringify(record),
      type: 'String',
      overwrite: true,
    });
  };

  it.each([
    ['a removal has claimed its link', claimFor({ state: 'unlinking', execution: 'by-hand' })],
    ['another automation has its record', claimFor({ owner: 'another' })],
    [
      'a removal has taken its link out of the registry',
      (world: World, id: string) => world.aws.parameters.delete(linkParameterName(id)),
    ],
  ])('is not registered if %s', async (_, happens) => {
    const { world } = await meanwhile(happens);
    expect(requestsIn(world)).toEqual({ patches: 1, posts: 0 });
    expect(outcomesIn(world)).toEqual([]);
  });

  it('is registered without a record if the registry took none', async () => {
    const { world, create } = await start();
    world.aws.server.refuse('ssm:PutParameter', 'ValidationException', 'too large', 99);
    const { endpointId } = create();
    await world.time.run();
    expect(listedIn(world)).toEqual([endpointId]);
    expect(outcomesIn(world)).toEqual(['available']);
  });

  it('waits while the registry cannot be read', async () => {
    const { world, endpointId } = await meanwhile(({ aws }) =>
      aws.server.refuse('ssm:GetParameter', 'ThrottlingException', 'Rate exceeded', 30),
    );
    expect(listedIn(world)).toEqual([endpointId]);
    expect(outcomesIn(world)).toEqual(['available']);
  });
});

describe('an event about an endpoint that is linked already, while its service gets another Region', () => {
  it('is not delivered again until it is a dead letter', async () => {
    const { world, service, run } = await start({ timings: { remoteRegionsSeconds: 1200 } });
    const { endpointId } = await run();
    service.replaceRemoteRegions([OWN_NAME, 'US_WEST_2']);
    expect(service.isReady).toBe(false);
    // EventBridge delivers at least once.
    const [event] = world.events.filter(({ source }) => source === 'aws.ec2');
    if (event === undefined) throw new Error('EC2 has reported nothing.');
    world.aws.bus.deliver(event);
    await world.time.run();
    expect(deadLettersIn(world)).toEqual([]);
    expect(requestsIn(world).posts).toBe(1);
    expect(recordOf(world, endpointId)?.state).toBe('available');
  });
});

describe('the list of Regions', () => {
  it('that another client replaces at the same time gets the Region again', async () => {
    const { world, service, run, fault } = await start();
    const meanwhile = () => overwriteWith(service, ['US_WEST_2']);
    fault({ times: 2, effect: { kind: 'alter', alter: (reply) => reply }, meanwhile });
    const { endpointId } = await run();
    expect(service.supportedRemoteRegions).toEqual(['US_WEST_2', OWN_NAME]);
    expect(listedIn(world)).toEqual([endpointId]);
    expect(outcomesIn(world)).toEqual(['available']);
  });

  it('from which somebody removes the Region each time is left to them after five requests', async () => {
    const { world, service, run, fault } = await start();
    const meanwhile = () => overwriteWith(service, []);
    fault({ times: 100, effect: { kind: 'alter', alter: (reply) => reply }, meanwhile });
    await run();
    expect(requestsIn(world)).toEqual({ patches: 5, posts: 0 });
    expect(conclusionsIn(world)).toMatchObject([
      { outcome: 'failed', message: expect.stringMatching(/Terraform or a person may own the list/) },
    ]);
  });

  it('from which the Region is removed before Atlas has found the endpoint gets it again', async () => {
    const { world, service, create } = await start();
    world.atlas.world.retriesRejected = true;
    const { endpointId } = create();
    world.atlas.faults.add({
      ...POST,
      effect: { kind: 'alter', alter: (reply) => reply },
      meanwhile: () => overwriteWith(service, ['US_WEST_2']),
    });
    await world.time.run();
    expect(service.supportedRemoteRegions).toEqual(['US_WEST_2', OWN_NAME]);
    expect(listedIn(world)).toEqual([endpointId]);
    expect(outcomesIn(world)).toEqual(['available']);
  });

  it('from which the Region is removed each time after the registration is left to its owner', async () => {
    const { world, service, create, fault } = await start();
    create();
    world.atlas.faults.add({
      ...POST,
      effect: { kind: 'alter', alter: (reply) => reply },
      meanwhile: () => {
        overwriteWith(service, []);
        const removed = () => overwriteWith(service, []);
        fault({ times: 100, effect: { kind: 'alter', alter: (reply) => reply }, meanwhile: removed });
      },
    });
    await world.time.run();
    expect(requestsIn(world)).toEqual({ patches: 6, posts: 1 });
    expect(conclusionsIn(world)).toMatchObject([
      { outcome: 'failed', message: expect.stringMatching(/Terraform or a person may own the list/) },
    ]);
  });

  it.each([
    ['a lost response', { afterEffect: true, effect: NO_RESPONSE }],
    ['an outage', { times: 4, effect: UNAVAILABLE }],
    ['throttling', { effect: { kind: 'response', status: 429, headers: { 'Retry-After': '20' } } }],
  ] as const)('gets the Region in spite of %s', async (_, settings) => {
    const { world, service, run, fault } = await start();
    fault(settings);
    await run();
    expect(service.supportedRemoteRegions).toEqual([OWN_NAME]);
    expect(requestsIn(world)).toMatchObject({ posts: 1 });
    expect(outcomesIn(world)).toEqual(['available']);
  });

  it('gets the Region once if the function crashes between the request and the registration', async () => {
    const { world, service, run, fault } = await start();
    fault({ afterEffect: true, effect: NO_RESPONSE, meanwhile: () => crashChange(world) });
    await run();
    expect(service.supportedRemoteRegions).toEqual([OWN_NAME]);
    expect(requestsIn(world)).toEqual({ patches: 1, posts: 1 });
    expect(outcomesIn(world)).toEqual(['available']);
  });

  it('is not changed while the service is INITIATING', async () => {
    const { world, service, run } = await start();
    world.atlas.world.refusesChangesWhileInitiating = true;
    service.replaceRemoteRegions(['US_WEST_2']);
    await run();
    expect(service.supportedRemoteRegions).toEqual(['US_WEST_2', OWN_NAME]);
    expect(world.atlas.journal.count({ ...PATCH, status: 409 })).toBe(0);
    expect(outcomesIn(world)).toEqual(['available']);
  });
});

describe('a Region that cannot be added', () => {
  const FULL = Array.from(
    { length: 35 },
    (_, index) => `${index < 20 ? 'US' : 'EU'}_${'ABCDEFGHIJKLMNOPQRST'[index % 20]}_1`,
  );

  it('is reported if the list is full, and nothing is requested', async () => {
    const { world, service, run } = await start();
    service.supportedRemoteRegions = FULL;
    const { endpointId } = await run();
    expect(requestsIn(world)).toEqual({ patches: 0, posts: 0 });
    expect(conclusionsIn(world)).toMatchObject([
      {
        outcome: 'failed',
        message: expect.stringContaining('has 35 remote Regions already'),
        advice: expect.stringContaining('Accepted Endpoint Regions'),
      },
    ]);
    service.supportedRemoteRegions = FULL.slice(1);
    await world.time.run(120);
    await reconcile(world);
    expect(listedIn(world)).toEqual([endpointId]);
  });

  it.each([
    ['400', { status: 400, errorCode: 'INVALID_ATTRIBUTE' }],
    ['403', { status: 403, errorCode: 'USER_UNAUTHORIZED' }],
    ['409 again and again', { status: 409, errorCode: 'CONFLICT' }],
  ])('is reported with the words of Atlas if it responds with %s', async (_, { status, errorCode }) => {
    const { world, service, run, fault } = await start();
    const body = JSON.stringify({ error: status, errorCode, detail: 'Not in this project.', parameters: [] });
    fault({ times: 1000, effect: { kind: 'response', status, body } });
    await run();
    expect(service.supportedRemoteRegions).toBeNull();
    expect(requestsIn(world)).toMatchObject({ posts: 0 });
    expect(conclusionsIn(world)).toMatchObject([
      { outcome: 'failed', message: expect.stringContaining('Not in this project.') },
    ]);
    expect(requestsIn(world).patches).toBeLessThan(12);
  });

  it('because another project has the service is no business of the automation', async () => {
    const { world, run } = await start();
    const stranger = world.atlas.world.createProject();
    const foreign = world.atlas.world.createService(stranger, 'AWS', 'US_WEST_2', true);
    world.createVpcEndpoint({ serviceName: foreign.serviceName, serviceRegion: 'us-west-2' });
    await run();
    expect(foreign.supportedRemoteRegions).toBeNull();
    expect(outcomesIn(world)).toEqual(['available']);
  });
});
