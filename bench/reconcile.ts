/** Requests to Atlas and AWS of a reconciliation that finds no drift, counted in the journals of the local world. */
import { synthesizeInWorld } from '../bin/synthesize.js';
import type { ClusterConnectionStrings } from '../lambda/contract/custom-resources.js';
import {
  CONNECTION_STRING_SUFFIXES,
  connectionStringParameterName,
  linkParameterName,
  RegistryPath,
  type StoredLinkRecord,
} from '../lambda/contract/registry.js';
import { ListedStrings } from '../lambda/domain/connection-strings/listed-strings.js';
import { Link } from '../local/atlas/link.js';
import { privateStringsOf } from '../local/atlas/private-strings.js';
import { DEFAULT_TIMINGS } from '../local/atlas/timings.js';
import { World } from '../local/world.js';

export interface ReconciliationResult {
  readonly links: number;
  readonly atlasRequests: number;
  /** Successful GETs of single links. */
  readonly atlasLinkRequests: number;
  /** Read calls to Parameter Store, including throttled ones. */
  readonly ssmReads: number;
  /** Pages of the registry in these calls, each counted once. */
  readonly registryPages: number;
  readonly ssmWrites: number;
  readonly ec2Calls: number;
  readonly slices: number;
  readonly drift: number;
  /** World time, including the pauses that the limits of Parameter Store force. */
  readonly worldSeconds: number;
  readonly realSeconds: number;
}

export interface ReconciliationOptions {
  /** True if the records have no digest of the stored connection strings, as before the first comparison. */
  readonly withoutDigests?: boolean;
}

/** Measures one scheduled reconciliation with one project, one cluster, and two connection strings for each link. */
export async function measureReconciliation(
  links: number,
  { withoutDigests = false }: ReconciliationOptions = {},
): Promise<ReconciliationResult> {
  const world = await World.start({
    random: () => 0.5,
    timings: { linkSeconds: 30, connectionStringsSeconds: 0 },
    synthesize: (settings) => synthesizeInWorld(settings, { selectAll: 'true' }),
  });
  try {
    await seed(world, links, withoutDigests);
    return await reconcile(world, links);
  } finally {
    await world.close();
  }
}

/** The automation makes the first link, whose record is the template of all others. */
async function seed(world: World, links: number, withoutDigests: boolean): Promise<void> {
  const [project] = world.projects;
  if (project === undefined) throw new Error('The world has no project.');
  const first = world.createVpcEndpoint().endpointId;
  await world.time.run();
  const cluster = world.atlas.world.createCluster(project, { name: 'Cluster0', regionNames: ['EU_WEST_1'] });
  for (let count = 1; count < links; count += 1) addLink(world);
  await world.time.run(60);
  const strings = privateStringsOf(project, cluster, world.time.now(), 0);
  const listed = new ListedStrings([
    {
      name: cluster.name,
      stateName: cluster.stateName,
      isPaused: false,
      regions: [],
      privateEndpoints: strings.map((one) => ({
        endpointIds: one.endpoints.map(({ endpointId }) => endpointId),
        srv: one.srvConnectionString,
        standard: one.connectionString,
        srvShardOptimized: one.srvShardOptimizedConnectionString ?? '',
      })),
    },
  ]);
  const record = JSON.parse(
    world.aws.parameters.get(linkParameterName(first))?.value ?? '',
  ) as StoredLinkRecord;
  for (const endpointId of world.service.links.keys()) {
    const digest = withoutDigests ? {} : { connectionStringsDigest: listed.digestOf(endpointId) };
    const link = { ...record.link, EndpointId: endpointId, InterfaceEndpointId: endpointId };
    put(world, linkParameterName(endpointId), JSON.stringify({ ...record, link, ...digest }));
    for (const one of listed.of(endpointId)) putStrings(world, endpointId, one);
  }
}

function addLink(world: World): void {
  const { endpoints } = world.aws;
  const { endpointId } = endpoints.create({ serviceName: world.service.serviceName });
  const link = new Link(endpointId, {}, { ...DEFAULT_TIMINGS, linkSeconds: 0 }, world.time);
  link.decision = { kind: 'accepted' };
  world.service.links.set(endpointId, link);
  endpoints.setState(endpointId, 'available');
}

function putStrings(world: World, endpointId: string, strings: ClusterConnectionStrings): void {
  for (const kind of Object.keys(CONNECTION_STRING_SUFFIXES) as (keyof typeof CONNECTION_STRING_SUFFIXES)[])
    if (strings[kind] !== '')
      put(world, connectionStringParameterName(endpointId, strings.cluster, kind), strings[kind]);
}

function put(world: World, name: string, value: string): void {
  world.aws.parameters.put({ name, value, type: 'String', tier: 'Intelligent-Tiering', overwrite: true });
}

async function reconcile(world: World, links: number): Promise<ReconciliationResult> {
  const began = { real: performance.now(), world: world.time.now() };
  const { calls } = world.aws.server;
  const { entries } = world.atlas.journal;
  const [callsBefore, requestsBefore] = [calls.length, entries.length];
  world.aws.schedules.fireAll();
  await world.time.run();
  const made = calls.slice(callsBefore).map(({ action }) => action);
  const tokens = calls
    .slice(callsBefore)
    .flatMap(({ input }) => (input.Path === RegistryPath.LINKS ? [input.NextToken] : []));
  const asked = entries.slice(requestsBefore);
  const count = (pattern: RegExp) => made.filter((action) => pattern.test(action)).length;
  const execution = world.aws.executions.list(world.aws.executions.arnOf('Reconcil')).at(-1);
  const summary = (JSON.parse(execution?.output ?? '{}') as Output).slice?.summary;
  if (summary?.compared !== links) throw new Error(`Compared ${summary?.compared} of ${links} links.`);
  return {
    links,
    atlasRequests: asked.length,
    atlasLinkRequests: asked.filter(({ path, status }) => /\/endpoint\/vpce-/.test(path) && status === 200)
      .length,
    ssmReads: count(/^ssm:Get/),
    // A repeated request for a throttled page has the same token.
    registryPages: tokens.filter((token, index) => index === 0 || token !== tokens[index - 1]).length,
    ssmWrites: count(/^ssm:(Put|Delete)/),
    ec2Calls: count(/^ec2:/),
    slices: execution?.states.filter((name) => name === 'Reconcile a slice').length ?? 0,
    drift: summary.found,
    worldSeconds: (world.time.now() - began.world) / 1000,
    realSeconds: (performance.now() - began.real) / 1000,
  };
}

interface Output {
  readonly slice?: { readonly summary: { readonly compared: number; readonly found: number } };
}
