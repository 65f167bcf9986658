/** Has the AWS CLI make, read, change and delete a VPC endpoint in the local AWS. */
import { DEFAULT_SUBNET_ID, DEFAULT_VPC_ID } from '../../local/aws/ec2/network.js';
import { connectionTo, serve } from '../../local/serve.js';
import type { World } from '../../local/world.js';
import { type Ran, ran } from './terraform.js';

/** An endpoint is shown, and a deleted one is gone, after some seconds of the world's time. */
const SPEED = 20;

type Run = (...parameters: readonly string[]) => Promise<Ran>;

/**
 * @returns what was done, with the version; undefined without the program
 * @throws Error with the command and its output
 */
export async function checkAwsCli(
  startWorld: () => Promise<World>,
  program = 'aws',
): Promise<string | undefined> {
  const version = await ran(program, ['--version'], '.', process.env);
  if (version.code !== 0) return undefined;
  const world = await startWorld();
  world.time.speed = SPEED;
  const served = serve(world);
  try {
    const environment = {
      ...process.env,
      ...connectionTo(world).awsEnvironment,
      AWS_DEFAULT_REGION: world.aws.region,
      AWS_DEFAULT_OUTPUT: 'json',
      AWS_PAGER: '',
    };
    await workWithEndpoint((...parameters) => ran(program, parameters, '.', environment), world);
  } finally {
    await served.stop();
  }
  return `${version.text.split(' ')[0]}: a VPC endpoint made, read, tagged, changed and deleted; the refusals of EC2`;
}

async function workWithEndpoint(run: Run, { projects, aws }: World): Promise<void> {
  await expectText(run, aws.account, 'sts', 'get-caller-identity');
  const [service] = [...(projects[0]?.services.values() ?? [])];
  const of = ['--vpc-id', DEFAULT_VPC_ID, '--service-name', service?.serviceName ?? ''];
  const shape = ['--vpc-endpoint-type', 'Interface', '--subnet-ids', DEFAULT_SUBNET_ID];
  const made = await expectText(run, 'pendingAcceptance', 'ec2', 'create-vpc-endpoint', ...of, ...shape);
  const id = /"(vpce-[0-9a-f]+)"/.exec(made)?.[1];
  if (id === undefined) throw new Error(`create-vpc-endpoint printed no id of a VPC endpoint: ${made}`);
  const tag = ['--resources', id, '--tags', 'Key=owner,Value=aws-cli'];
  const describe = ['ec2', 'describe-vpc-endpoints', '--vpc-endpoint-ids', id];
  await expectText(run, '', 'ec2', 'create-tags', ...tag);
  await expectText(run, 'aws-cli', ...describe);
  await expectText(run, '', 'ec2', 'delete-tags', ...tag);
  if ((await expectText(run, id, ...describe)).includes('aws-cli'))
    throw new Error('delete-tags has no effect');
  const change = ['ec2', 'modify-vpc-endpoint', '--vpc-endpoint-id', id];
  await expectRefusal(run, 'InvalidParameter', ...change, '--private-dns-enabled');
  await expectText(run, 'true', ...change, '--remove-subnet-ids', DEFAULT_SUBNET_ID);
  await expectRefusal(run, 'InvalidVpcEndpointId.Malformed', ...describe.slice(0, -1), 'other');
  const deleted = ['ec2', 'delete-vpc-endpoints', '--vpc-endpoint-ids', id, 'vpce-0123'];
  await expectText(run, 'InvalidVpcEndpoint.NotFound', ...deleted);
  if (!aws.endpoints.isDeleted(id)) throw new Error('delete-vpc-endpoints has left the endpoint');
}

async function expectText(run: Run, wanted: string, ...parameters: readonly string[]): Promise<string> {
  const { code, text } = await run(...parameters);
  if (code === 0 && text.includes(wanted)) return text;
  throw new Error(`aws ${parameters.join(' ')} ended with ${code}, without "${wanted}":\n${text}`);
}

async function expectRefusal(run: Run, errorCode: string, ...parameters: readonly string[]): Promise<void> {
  const { code, text } = await run(...parameters);
  if (code !== 0 && text.includes(`(${errorCode})`)) return;
  throw new Error(`aws ${parameters.join(' ')} ended with ${code}, without ${errorCode}:\n${text}`);
}
