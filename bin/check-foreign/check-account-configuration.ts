/** Applies a configuration with a VPC endpoint to a local world of its own, changes, imports and destroys it. */
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Project } from '../../local/atlas/index.js';
import { DEFAULT_GROUP_ID, DEFAULT_SUBNET_ID, DEFAULT_VPC_ID } from '../../local/aws/ec2/network.js';
import { connectionTo, serve } from '../../local/serve.js';
import type { World } from '../../local/world.js';
import type { AccountConfiguration } from './account-configurations.js';
import { carryOut } from './account-stages.js';
import { initialize } from './check-configuration.js';
import { Terraform } from './terraform.js';

/** World seconds for each real second: a new service takes minutes, and the providers poll every five seconds. */
const SPEED = 20;
/** A group that a change adds. */
const SECOND_GROUP_ID = 'sg-0f0e0d0c0b0a09080';

/**
 * @param folder of the configurations
 * @param startWorld starts a world with the automation, which selects endpoints by the tag `atlas-privatelink`, and removes
 *   last links, too
 * @returns what was done
 * @throws NoProviderError; Error with the fault
 */
export async function checkAccountConfiguration(
  program: string,
  folder: string,
  configuration: AccountConfiguration,
  startWorld: () => Promise<World>,
): Promise<string> {
  const work = mkdtempSync(join(tmpdir(), 'foreign-'));
  try {
    for (const file of ['provider.tf', 'aws-provider.tf']) copyFileSync(join(folder, file), join(work, file));
    copyFileSync(join(folder, `${configuration.name}.tf`), join(work, 'main.tf'));
    // Before the world is started, which takes a while: without a provider, there is nothing to do in it.
    await initialize(new Terraform(program, work, {}));
    return await inWorld(await startWorld(), (world, project) => {
      const terraform = new Terraform(program, work, variables(world, project));
      const change = (name: string, groups: readonly string[]) => writeValues(work, name, groups);
      change('first', [DEFAULT_GROUP_ID]);
      return carryOut(terraform, {
        world,
        project,
        configuration,
        change: () => change('second', [DEFAULT_GROUP_ID, SECOND_GROUP_ID]),
        changed: { name: 'second', groupIds: [DEFAULT_GROUP_ID, SECOND_GROUP_ID] },
      });
    });
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** With a project that has no service yet, because Terraform makes it. */
async function inWorld(
  world: World,
  work: (world: World, project: Project) => Promise<string>,
): Promise<string> {
  world.time.speed = SPEED;
  const served = serve(world);
  try {
    const [project] = world.projects;
    if (project === undefined) throw new Error('the world has no project');
    project.services.clear();
    world.aws.network.ensure(DEFAULT_VPC_ID, [], [SECOND_GROUP_ID]);
    return await work(world, project);
  } finally {
    await served.stop();
  }
}

function variables(world: World, { id }: Project): Record<string, string> {
  const { atlasBaseUrl, atlasPublicKey, atlasPrivateKey, awsEnvironment } = connectionTo(world);
  return {
    TF_IN_AUTOMATION: '1',
    TF_VAR_base_url: `${atlasBaseUrl}/`,
    TF_VAR_project_id: id,
    TF_VAR_public_key: atlasPublicKey,
    TF_VAR_private_key: atlasPrivateKey,
    TF_VAR_aws_url: awsEnvironment.AWS_ENDPOINT_URL ?? '',
    TF_VAR_access_key: awsEnvironment.AWS_ACCESS_KEY_ID ?? '',
    TF_VAR_region: world.aws.region,
    TF_VAR_vpc_id: DEFAULT_VPC_ID,
    TF_VAR_subnet_ids: JSON.stringify([DEFAULT_SUBNET_ID]),
  };
}

/** Values that change between two runs of `apply`. */
function writeValues(folder: string, name: string, security_group_ids: readonly string[]): void {
  writeFileSync(join(folder, 'values.auto.tfvars.json'), JSON.stringify({ name, security_group_ids }));
}
