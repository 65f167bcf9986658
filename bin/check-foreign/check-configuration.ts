/** Applies one configuration to a simulator of its own, reads, imports and destroys it. */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createAtlasClient } from '../../lambda/atlas/atlas-client.js';
import type { AtlasPort } from '../../lambda/domain/model/ports/atlas.js';
import { AtlasServer, type Project } from '../../local/atlas/index.js';
import { acceleratedClock } from './accelerated-clock.js';
import { CLUSTER_SOURCES, clusterDifferences } from './cluster-differences.js';
import type { Configuration } from './configurations.js';
import { differences } from './differences.js';
import { lookUp } from './our-lookups.js';
import { Terraform, type TerraformRun, type Values } from './terraform.js';

const KEY = { publicKey: 'foreign', privateKey: '00000000-aaaa-4bbb-8ccc-000000000003' };
const CLIENT = { clientId: 'mdb_sa_id_000000000000000000000003', clientSecret: 'mdb_sa_sk_foreign' };

/** The provider cannot be installed, for example because its registry is not reached. */
export class NoProviderError extends Error {
  override readonly name = 'NoProviderError';
}

/**
 * @param folder of the configurations
 * @returns what was done
 * @throws NoProviderError; Error with the fault
 */
export async function checkConfiguration(
  program: string,
  folder: string,
  configuration: Configuration,
): Promise<string> {
  const work = mkdtempSync(join(tmpdir(), 'foreign-'));
  const server = await new AtlasServer({ clock: acceleratedClock() }).start();
  try {
    copyFileSync(join(folder, 'provider.tf'), join(work, 'provider.tf'));
    copyFileSync(join(folder, `${configuration.name}.tf`), join(work, 'main.tf'));
    const project = server.world.createProject();
    for (const cluster of configuration.clusters ?? []) server.world.createCluster(project, cluster);
    const roles = { [project.id]: 'owner' as const };
    server.identities.addApiKey({ ...KEY, roles });
    server.identities.addServiceAccount({ ...CLIENT, roles });
    if (configuration.rejected !== undefined) server.world.reject(configuration.rejected);
    const terraform = new Terraform(program, work, variables(server, project));
    return await carryOut(terraform, { server, project, configuration });
  } finally {
    await server.close();
    rmSync(work, { recursive: true, force: true });
  }
}

function variables({ url }: AtlasServer, { id }: Project): Record<string, string> {
  return {
    TF_IN_AUTOMATION: '1',
    TF_VAR_base_url: `${url}/`,
    TF_VAR_project_id: id,
    TF_VAR_public_key: KEY.publicKey,
    TF_VAR_private_key: KEY.privateKey,
  };
}

/** Words of Terraform and of OpenTofu; any other failure of `init` is a fault of the configuration. */
const NO_PROVIDER =
  /Failed to (query available provider packages|install provider|resolve provider packages)/;

interface Stage {
  readonly server: AtlasServer;
  readonly project: Project;
  readonly configuration: Configuration;
}

async function carryOut(terraform: Terraform, stage: Stage): Promise<string> {
  const { project, configuration } = stage;
  await initialize(terraform);
  if (configuration.rejected !== undefined) return expectRejection(terraform);
  await terraform.expect('apply', '-input=false', '-no-color', '-auto-approve');
  await terraform.expectNoChange('apply');
  const compared = await compareDataSources(terraform, stage);
  await importAgain(terraform, configuration);
  await terraform.expectNoChange('import');
  await terraform.expect('destroy', '-input=false', '-no-color', '-auto-approve');
  if (project.services.size > 0) throw new Error('destroy has left an endpoint service');
  if (project.regionalMode) throw new Error('destroy has left the regional mode on');
  return `applied, planned without a change, ${compared} data sources compared, imported, destroyed`;
}

/** @throws NoProviderError; Error for another failure */
export async function initialize(terraform: Terraform): Promise<void> {
  const init = await terraform.run('init', '-input=false', '-no-color');
  if (init.code !== 0) throw new (NO_PROVIDER.test(init.text) ? NoProviderError : Error)(init.text);
}

async function expectRejection(terraform: Terraform): Promise<string> {
  const { code, text } = await terraform.run('apply', '-input=false', '-no-color', '-auto-approve');
  if (code === 0) throw new Error('apply has succeeded, although Atlas rejects the link');
  if (!/Verify endpoint ID/.test(text)) throw new Error(`apply does not report Atlas's message:\n${text}`);
  // The provider's refresh fails, too, as long as the link has failed.
  await terraform.expect('destroy', '-input=false', '-no-color', '-auto-approve', '-refresh=false');
  return 'apply has failed with the message of Atlas, destroyed';
}

async function compareDataSources(terraform: Terraform, { server, project }: Stage): Promise<number> {
  const atlas = clientOf(server, project);
  const sources = (await terraform.state()).filter(({ mode }) => mode === 'data');
  for (const source of sources) {
    const faults = CLUSTER_SOURCES.includes(source.type)
      ? clusterDifferences(source, await atlas.listClusters(project.id))
      : differences(source, await lookUp(atlas, source));
    if (faults.length > 0) throw new Error(`${source.address}: ${faults.join('; ')}`);
  }
  return sources.length;
}

/** The client of our own functions, with the service account. */
function clientOf(server: AtlasServer, { id }: Project): AtlasPort {
  const secret = JSON.stringify(CLIENT);
  return createAtlasClient({
    baseUrl: server.url,
    projects: [{ projectId: id, secretId: 'service account' }],
    readSecret: () => Promise.resolve(secret),
    clock: { now: () => new Date(), sleep: (milliseconds) => setTimeout(milliseconds) },
  });
}

/** The state forgets each resource, and gets it back by its import id. */
export async function importAgain(
  terraform: TerraformRun,
  { imports }: Pick<Configuration, 'imports'>,
): Promise<void> {
  const state = await terraform.state();
  for (const [address, form] of Object.entries(imports)) {
    const values = state.find((entry) => entry.address === address)?.values ?? {};
    await terraform.expect('state', 'rm', address);
    await terraform.expect('import', '-input=false', '-no-color', address, importIdOf(form, values));
  }
}

export function importIdOf(form: string, values: Values): string {
  return form.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name]));
}
