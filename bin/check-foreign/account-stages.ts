/** What is done with a configuration that has a VPC endpoint, and what EC2, Atlas and CloudTrail have to show of it. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Project } from '../../local/atlas/index.js';
import type { LocalVpcEndpoint } from '../../local/aws/ec2/vpc-endpoints.js';
import type { World } from '../../local/world.js';
import { type AccountConfiguration, ENDPOINT } from './account-configurations.js';
import { importAgain } from './check-configuration.js';
import type { TerraformRun } from './terraform.js';

/** Real seconds until the automation has linked an endpoint, or has removed a link. */
const MOST_SECONDS = 120;
const STATUS_TAG = 'atlas-privatelink:status';
/** Atlas's code for a service that has links. */
const HAS_LINKS = 'CANNOT_DELETE_PRIVATE_ENDPOINT_SERVICE_WITH_ENDPOINTS';
const DESTROY = ['destroy', '-input=false', '-no-color', '-auto-approve'];
const APPLY = ['apply', '-input=false', '-no-color', '-auto-approve'];

export interface AccountStage {
  readonly world: World;
  readonly project: Project;
  readonly configuration: AccountConfiguration;
  /** Changes the values of the configuration. */
  readonly change: () => void;
  /** What EC2 shows of the endpoint after that. */
  readonly changed: { readonly name: string; readonly groupIds: readonly string[] };
}

/**
 * @returns what was done
 * @throws Error with the fault
 */
export async function carryOut(terraform: TerraformRun, stage: AccountStage): Promise<string> {
  const { world, configuration } = stage;
  await terraform.expect(...APPLY);
  const endpoint = await endpointOf(terraform, world);
  await untilLinked(endpoint, stage);
  await terraform.expectNoChange('apply');
  await importAgain(terraform, configuration);
  await terraform.expectNoChange('import');
  await changeInPlace(terraform, endpoint, stage);
  const destroyed = await destroy(terraform, endpoint, stage);
  await expectNothingLeft(endpoint, stage);
  expectRecords(world);
  const by = configuration.linkedBy === 'terraform' ? 'Terraform' : 'the automation';
  return `applied, linked by ${by}, planned without a change, imported, changed in place, ${destroyed}, recorded by CloudTrail`;
}

async function endpointOf(terraform: TerraformRun, world: World): Promise<LocalVpcEndpoint> {
  const entry = (await terraform.state()).find(({ address }) => address === ENDPOINT);
  const endpoint = world.aws.endpoints.endpoints.get(String(entry?.values.id));
  if (endpoint === undefined)
    throw new Error(`EC2 has no endpoint ${entry?.values.id}, which is ${ENDPOINT}`);
  return endpoint;
}

/** The automation also says so by a tag, which Terraform has to leave alone. */
async function untilLinked({ endpointId, tags }: LocalVpcEndpoint, stage: AccountStage): Promise<void> {
  const { project, configuration } = stage;
  const isTagged = () => configuration.linkedBy === 'terraform' || tags.get(STATUS_TAG) === 'available';
  await until(
    () => linkStatus(project, endpointId) === 'AVAILABLE' && isTagged(),
    'Atlas has no link of the endpoint',
  );
}

function linkStatus(project: Project, endpointId: string): string | undefined {
  return [...project.services.values()].map(({ links }) => links.get(endpointId)?.status).find(Boolean);
}

async function changeInPlace(
  terraform: TerraformRun,
  { endpointId, tags }: LocalVpcEndpoint,
  { world, change, changed }: AccountStage,
): Promise<void> {
  change();
  const text = await terraform.expect(...APPLY);
  if (!/0 added, 1 changed, 0 destroyed/.test(text))
    throw new Error(`the change is not made in place:\n${text}`);
  await terraform.expectNoChange('a change');
  const groups = world.aws.endpoints.endpoints.get(endpointId)?.securityGroupIds ?? [];
  const shown = [tags.get('Name'), ...[...groups].sort()].join();
  const wanted = [changed.name, ...[...changed.groupIds].sort()].join();
  if (shown !== wanted) throw new Error(`EC2 shows ${shown} after the change, and not ${wanted}`);
}

/**
 * The automation removes the link after the endpoint is gone, so Atlas refuses to delete the service at first. With its
 * last link, the service is removed, too, and Terraform finds nothing to delete any more.
 */
async function destroy(
  terraform: TerraformRun,
  { endpointId }: LocalVpcEndpoint,
  { project, configuration }: AccountStage,
): Promise<string> {
  const { code, text } = await terraform.run(...DESTROY);
  if (code === 0) return 'destroyed';
  const isExpected = configuration.linkedBy === 'automation' && text.includes(HAS_LINKS);
  if (!isExpected) throw new Error(`destroy ended with ${code}:\n${text}`);
  await until(() => linkStatus(project, endpointId) === undefined, 'the automation has not removed the link');
  await terraform.expect(...DESTROY);
  return 'destroyed once the automation had removed the link';
}

async function expectNothingLeft(
  { endpointId }: LocalVpcEndpoint,
  { world, project }: AccountStage,
): Promise<void> {
  if (!world.aws.endpoints.isDeleted(endpointId)) throw new Error('destroy has left the VPC endpoint');
  await until(() => project.services.size === 0, 'destroy has left the endpoint service');
}

function expectRecords({ aws }: World): void {
  const recorded = aws.trail.history.map(({ record }) => record.eventName);
  for (const name of ['CreateVpcEndpoint', 'ModifyVpcEndpoint', 'DeleteVpcEndpoints'])
    if (!recorded.includes(name)) throw new Error(`CloudTrail has no record of ${name}`);
}

async function until(condition: () => boolean, otherwise: string): Promise<void> {
  for (let second = 0; second < MOST_SECONDS; second += 1) {
    if (condition()) return;
    await pause(1000);
  }
  throw new Error(`${otherwise} after ${MOST_SECONDS} s`);
}
