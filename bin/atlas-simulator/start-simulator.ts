import { AtlasServer, machineClock, ORGANIZATION_ID, type WorldClock } from '../../local/atlas/index.js';
import type { SimulatorOptions } from './options.js';

/** What a client of the simulator needs to know. It contains no secrets. */
export interface SimulatorConnection {
  readonly url: string;
  /** Id of the first project. */
  readonly projectId: string;
  readonly projectIds: readonly string[];
  /** Organization of all projects: Terraform's `org_id`. */
  readonly orgId: string;
  readonly publicKey: string;
  readonly privateKey: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface RunningSimulator {
  readonly server: AtlasServer;
  readonly connection: SimulatorConnection;
}

/** @throws Error if the port cannot be used */
export async function startSimulator(options: SimulatorOptions): Promise<RunningSimulator> {
  const server = new AtlasServer({ ...options.settings.options, clock: clockAt(options.speed) });
  options.settings.apply(server.world);
  for (const fault of options.faults) server.faults.add(fault);
  for (const id of options.projectIds) {
    const project = server.world.createProject(id);
    for (const [name, regionName] of options.clusters)
      server.world.createCluster(project, { name, regionNames: [regionName] });
    for (const name of options.federatedDatabases) server.world.createFederatedDatabase(project, { name });
  }
  for (const endpointId of options.rejected) server.world.reject(endpointId);
  const roles = Object.fromEntries(options.projectIds.map((id) => [id, 'owner' as const]));
  const [publicKey, privateKey] = options.apiKey;
  const [clientId, clientSecret] = options.serviceAccount;
  server.identities.addApiKey({ publicKey, privateKey, roles });
  server.identities.addServiceAccount({ clientId, clientSecret, roles });
  await server.start(options.port);
  const { projectIds } = options;
  const [projectId = ''] = projectIds;
  const keys = { orgId: ORGANIZATION_ID, publicKey, privateKey, clientId, clientSecret };
  return { server, connection: { url: server.url, projectId, projectIds, ...keys } };
}

/** A clock that starts at the current time and runs `speed` times as fast as the machine's. */
function clockAt(speed: number): WorldClock {
  const begin = machineClock.now();
  return { now: () => begin + (machineClock.now() - begin) * speed };
}
