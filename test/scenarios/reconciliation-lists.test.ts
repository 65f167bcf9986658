/** Tests which links a reconciliation reads one by one, and that a list alone never removes a link. */
import { describe, expect, it, vi } from 'vitest';
import { LINKS_RECONCILED, type LinksReconciledDetail } from '../../lambda/contract/published-event.js';
import {
  connectionStringParameterName,
  linkParameterName,
  RegistryPath,
  type StoredLinkRecord,
} from '../../lambda/contract/registry.js';
import { isInSample } from '../../lambda/domain/reconciling/reconcile-sample.js';
import type { LocalVpcEndpoint } from '../../local/aws/ec2/vpc-endpoints.js';
import type { World } from '../../local/world.js';
import { listedIn, reconcile, recordOf, startAutomation } from './automation-world.js';

const HOUR = 3600;

/** Successful GETs of single links, by endpoint. */
const getsIn = (world: World) =>
  world.atlas.journal.entries.flatMap(({ method, path, status }) => {
    const endpointId = /\/endpoint\/(vpce-[^/?]+)$/.exec(path)?.[1];
    return method === 'GET' && status !== 401 && endpointId !== undefined ? [endpointId] : [];
  });
const readsIn = (world: World) => world.aws.server.calls.filter(({ action }) => action.startsWith('ssm:Get'));
const registryReadsIn = (world: World) =>
  readsIn(world).filter(({ input }) => input.Path === RegistryPath.LINKS);
const deletionsIn = (world: World) => world.atlas.journal.count({ method: 'DELETE' });
const lastSummaryOf = (world: World) =>
  world.published(LINKS_RECONCILED).at(-1)?.detail as LinksReconciledDetail;

/** Links without drift, whose connection strings have been compared once. */
async function startWithLinks(count = 3, options: Parameters<typeof startAutomation>[0] = {}) {
  const world = await startAutomation(options);
  const [project] = world.projects;
  if (project === undefined) throw new Error('no project');
  const cluster = world.atlas.world.createCluster(project, { name: 'Cluster0', regionNames: ['EU_WEST_1'] });
  const endpoints = Array.from({ length: count }, () => world.createVpcEndpoint());
  // By then each link has been sampled, and the schedule is not due.
  await world.time.run(25 * HOUR + 300);
  await untilNobodysTurn(world, endpoints);
  return { world, cluster, endpoints, ids: endpoints.map(({ endpointId }) => endpointId) };
}

/** Runs until a time at which no link is due in the sample. */
async function untilNobodysTurn(world: World, endpoints: readonly LocalVpcEndpoint[]): Promise<void> {
  const isTurn = () =>
    endpoints.some(({ endpointId }) => isInSample(endpointId, new Date(world.time.now()), HOUR));
  while (isTurn()) await world.time.run(600);
}

/** @returns the requests during the work */
async function askedBy(world: World, work: () => Promise<void>) {
  const gets = getsIn(world).length;
  const requests = world.atlas.journal.entries.length;
  const reads = readsIn(world).length;
  const lists = registryReadsIn(world).length;
  await work();
  return {
    gets: getsIn(world).slice(gets),
    requests: world.atlas.journal.entries.length - requests,
    reads: readsIn(world).length - reads,
    registryReads: registryReadsIn(world).length - lists,
  };
}

function change(world: World, endpointId: string, parts: Partial<StoredLinkRecord>): void {
  const value = JSON.stringify({ ...recordOf(world, endpointId), ...parts });
  world.aws.parameters.put({ name: linkParameterName(endpointId), value, type: 'String', overwrite: true });
}

describe('a reconciliation without drift', () => {
  it('reads the lists of Atlas and the registry once, and no single link', async () => {
    const { world } = await startWithLinks();
    const asked = await askedBy(world, () => reconcile(world));
    expect(asked).toMatchObject({ gets: [], registryReads: 1, reads: 1 });
    // Endpoint services and clusters, and one more if the nonce has expired.
    expect(asked.requests).toBeLessThanOrEqual(3);
    expect(lastSummaryOf(world)).toMatchObject({ compared: 3, found: 0, links: { available: 3 } });
  });

  it('reads each link once within a day of the schedule, and hardly more often', async () => {
    const { world, ids } = await startWithLinks(8);
    const { gets } = await askedBy(world, () => world.time.run(24 * HOUR));
    expect(new Set(gets)).toEqual(new Set(ids));
    expect(gets.length).toBeLessThanOrEqual(10);
  });
});

type Disturb = (world: World, endpoint: LocalVpcEndpoint) => void;
const DISAGREEMENTS: readonly (readonly [string, Disturb])[] = [
  ['Atlas does not list it', (world, { endpointId }) => void world.service.links.delete(endpointId)],
  [
    'EC2 shows its endpoint as rejected',
    (world, { endpointId }) => {
      const link = world.service.links.get(endpointId);
      if (link !== undefined) link.decision = { kind: 'rejected', message: 'No longer.' };
      world.aws.endpoints.setState(endpointId, 'rejected');
    },
  ],
  ['EC2 does not show its endpoint', (world, { endpointId }) => world.aws.endpoints.hide(endpointId, 600)],
  [
    'the record says that it failed',
    (world, { endpointId }) => change(world, endpointId, { state: 'failed' }),
  ],
  [
    'the record says that it timed out',
    (world, { endpointId }) => change(world, endpointId, { state: 'timed-out' }),
  ],
  ['its execution has failed', (world, { endpointId }) => change(world, endpointId, { state: 'linking' })],
  [
    'the record has missed its endpoint',
    (world, { endpointId }) =>
      change(world, endpointId, { missingSince: new Date(world.time.now()).toISOString() }),
  ],
  [
    'it has no record',
    (world, { endpointId }) => void world.aws.parameters.delete(linkParameterName(endpointId)),
  ],
  [
    'the record is of another endpoint service',
    (world, { endpointId }) =>
      change(world, endpointId, {
        link: {
          ...(recordOf(world, endpointId) as StoredLinkRecord).link,
          EndpointServiceId: '0'.repeat(24),
        },
      }),
  ],
];

describe('a link on which the lists disagree is read by itself', () => {
  it.each(DISAGREEMENTS)('when %s, and no other link is', async (_, disturb) => {
    const { world, endpoints, ids } = await startWithLinks();
    const [first] = endpoints;
    if (first === undefined) throw new Error('no endpoint');
    disturb(world, first);
    const { gets } = await askedBy(world, () => reconcile(world));
    expect(new Set(gets)).toEqual(new Set(ids.slice(0, 1)));
    expect(deletionsIn(world)).toBe(0);
  });
});

const listWithout =
  (endpointId: string) =>
  (reply: { status: number; headers: Readonly<Record<string, string>>; body: string }) => ({
    ...reply,
    body: reply.body.replace(new RegExp(`"${endpointId}",?`), '').replace(',]', ']'),
  });

const LIES: readonly (readonly [string, Disturb])[] = [
  [
    "Atlas's list lacks the link",
    (world, { endpointId }) =>
      world.atlas.faults.add({
        method: 'GET',
        path: /\/AWS\/endpointService$/,
        times: 99,
        effect: { kind: 'alter', alter: listWithout(endpointId) },
      }),
  ],
  [
    "EC2's list lacks the endpoint",
    (world, { endpointId }) =>
      vi
        .spyOn(world.aws.endpoints, 'shown', 'get')
        .mockImplementation(() =>
          [...world.aws.endpoints.endpoints.values()].filter((one) => one.endpointId !== endpointId),
        ) as unknown as undefined,
  ],
  [
    'EC2 does not show the endpoint at all',
    (world, { endpointId }) => world.aws.endpoints.hide(endpointId, HOUR),
  ],
  [
    'a page of the registry is lost',
    (world) => {
      const { parameters } = world.aws;
      const below = parameters.below.bind(parameters);
      parameters.below = (path, recursive) => (path === RegistryPath.LINKS ? [] : below(path, recursive));
    },
  ],
  [
    'Parameter Store throttles its list',
    (world) => world.aws.server.refuse('ssm:GetParametersByPath', 'ThrottlingException', 'Rate exceeded', 12),
  ],
  [
    'Parameter Store throttles the records',
    (world, { endpointId }) => {
      change(world, endpointId, { state: 'timed-out' });
      world.aws.server.refuse('ssm:GetParameter', 'ThrottlingException', 'Rate exceeded', 12);
    },
  ],
];

describe('a wrong list causes no removal and no registration', () => {
  it.each(LIES)('%s', async (_, lie) => {
    const { world, endpoints, ids } = await startWithLinks();
    const [first] = endpoints;
    if (first === undefined) throw new Error('no endpoint');
    const posts = () => world.atlas.journal.count({ method: 'POST' });
    const before = posts();
    lie(world, first);
    await reconcile(world);
    await world.time.run(600);
    await reconcile(world);
    expect([deletionsIn(world), posts() - before, listedIn(world).sort()]).toEqual([0, 0, ids]);
    expect(ids.map((id) => recordOf(world, id)?.state)).toEqual(['available', 'available', 'available']);
    expect(world.aws.executions.all.filter(({ status }) => status === 'FAILED')).toEqual([]);
  });
});

describe('stored connection strings', () => {
  const srvOf = (world: World, endpointId = '') =>
    world.aws.parameters.get(connectionStringParameterName(endpointId, 'Cluster0', 'srv'))?.value;

  it('of a cluster that has moved are refreshed without a GET of the links', async () => {
    const { world, cluster, endpoints, ids } = await startWithLinks();
    const before = srvOf(world, ids[0]);
    world.atlas.world.moveCluster(cluster);
    await world.time.run(600);
    await untilNobodysTurn(world, endpoints);
    const { gets } = await askedBy(world, () => reconcile(world));
    expect(srvOf(world, ids[0])).not.toBe(before);
    expect(gets).toEqual([]);
    const quiet = await askedBy(world, () => reconcile(world));
    expect(quiet).toMatchObject({ reads: 1 });
  });

  it('that were deleted are restored within a day', async () => {
    const { world, ids } = await startWithLinks();
    const before = srvOf(world, ids[0]);
    world.aws.parameters.delete(connectionStringParameterName(ids[0] ?? '', 'Cluster0', 'srv'));
    await world.time.run(24 * HOUR);
    expect(srvOf(world, ids[0])).toBe(before);
  });

  it('without a recorded digest are compared by each reconciliation, and the digest is recorded with the sample', async () => {
    const { world, cluster, endpoints, ids } = await startWithLinks();
    for (const id of ids) change(world, id, { connectionStringsDigest: undefined });
    const { gets } = await askedBy(world, () => reconcile(world));
    expect(gets).toEqual([]);
    expect(ids.map((id) => recordOf(world, id)?.connectionStringsDigest)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    world.atlas.world.moveCluster(cluster);
    const before = srvOf(world, ids[1]);
    await world.time.run(600);
    await untilNobodysTurn(world, endpoints);
    await reconcile(world);
    expect(srvOf(world, ids[1])).not.toBe(before);
    for (const id of ids) change(world, id, { connectionStringsDigest: undefined });
    await world.time.run(24 * HOUR);
    for (const id of ids) expect(recordOf(world, id)?.connectionStringsDigest).toMatch(/^[\w-]{22}$/);
  });
});
