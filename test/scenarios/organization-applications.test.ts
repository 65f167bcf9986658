/** An application in a member account reads its connection strings at home, as one beside an automation does. */
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { App, DefaultStackSynthesizer, Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { describe, expect, it } from 'vitest';
import { UNCHECKED } from '../../bin/synthesize.js';
import { atlasRegion, awsRegion } from '../../lambda/contract/regions.js';
import { RegistryPath } from '../../lambda/contract/registry.js';
import { RegisteredConnectionStrings } from '../../lib/index.js';
import {
  createStackInstance,
  type StackInstance,
} from '../../local/aws/cloudformation/stack-sets/stack-instance.js';
import type { OrganizationWorld } from '../../local/organization-world.js';
import type { WorldPlace } from '../../local/world-place.js';
import { AWAY, HOME, HUB, MEMBER, runFor, SECOND, startHub } from './hub-world.js';

const HALF_HOUR = 1800;
const HOUR = 3600;
const CLUSTER = 'Orders';
/** Where the application's stack puts what it has read at its deployment. */
const DEPLOYED = '/orders/mongodb-uri';

interface TemplateParameter {
  readonly Type: string;
  readonly Default?: string;
}

/** The stack of an application in this account and Region, with nothing of the hub but the id of the endpoint. */
function applicationAt({ aws: { account, region } }: WorldPlace, endpointId: string) {
  // The version of the bootstrap would be a second parameter from Parameter Store.
  const synthesizer = new DefaultStackSynthesizer({ generateBootstrapVersionRule: false });
  const stack = new Stack(new App(UNCHECKED), 'Orders', { env: { account, region }, synthesizer });
  const strings = new RegisteredConnectionStrings(stack, 'Strings', {
    vpcEndpointId: endpointId,
    cluster: CLUSTER,
  });
  new StringParameter(stack, 'Uri', { parameterName: DEPLOYED, stringValue: strings.srv });
  const role = new Role(stack, 'Task', {
    roleName: `orders-${region}`,
    assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com'),
  });
  strings.grantRead(role);
  const app = stack.node.root as App;
  return { template: app.synth().getStackArtifact(stack.artifactId).template, strings };
}

/**
 * As CloudFormation does it: parameters of the template with values in Parameter Store are read first.
 *
 * @throws Error, if there is no such value in the account and Region of the stack
 */
function deployApplication({ aws }: WorldPlace, template: Record<string, object>): StackInstance {
  const declared = Object.entries((template.Parameters ?? {}) as Record<string, TemplateParameter>);
  const fromStore = declared.filter(([, { Type }]) => Type === 'AWS::SSM::Parameter::Value<String>');
  expect(fromStore).toHaveLength(1);
  const parameters = Object.fromEntries(
    fromStore.map(([id, { Default: name = '' }]) => {
      const value = aws.parameters.get(name)?.value;
      if (value === undefined) throw new Error(`Unable to fetch parameters [${name}] from parameter store`);
      return [id, value];
    }),
  );
  return createStackInstance(
    {
      name: 'orders',
      arn: '',
      body: JSON.stringify(template),
      parameters,
      capabilities: ['CAPABILITY_NAMED_IAM'],
      units: [],
      regions: [aws.region],
      isAutomatic: false,
      retainsStacks: false,
      dependsOn: [],
      callAs: 'SELF',
      tolerance: {},
    },
    aws,
  );
}

/** What the task of the application reads with its own role; the name of the error if it may not. */
async function readAtRunTime(world: OrganizationWorld, { aws }: WorldPlace, Name: string): Promise<string> {
  const accessKeyId = `ORDERS${aws.account}${aws.region}`;
  const roleArn = `arn:aws:iam::${aws.account}:role/orders-${aws.region}`;
  world.cloud.callers.addPerson(accessKeyId, { account: aws.account, roleArn });
  const client = new SSMClient({
    endpoint: world.cloud.server.url,
    region: aws.region,
    credentials: { accessKeyId, secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  try {
    return (await client.send(new GetParameterCommand({ Name }))).Parameter?.Value ?? '';
  } catch (error) {
    return error instanceof Error ? error.name : String(error);
  }
}

function createCluster(world: OrganizationWorld, region: string, name = CLUSTER): void {
  const [project] = world.home.projects;
  if (project === undefined) throw new Error('The world has no project.');
  world.atlas.world.createCluster(project, { name, regionNames: [atlasRegion(awsRegion(region))] });
}

const stringsBelow = ({ aws }: WorldPlace) =>
  aws.parameters.below(RegistryPath.CONNECTION_STRINGS, true).map(({ name }) => name);

describe.each([
  ['the home Region of the hub', HOME],
  ['another Region', AWAY],
])('an application in a member account, in %s', (_, region) => {
  it('is deployed with the string of its endpoint, and reads it with its own role', async () => {
    const world = await startHub();
    createCluster(world, region);
    const place = world.place(MEMBER, region);
    const { endpointId } = place.createVpcEndpoint();
    await runFor(world, HALF_HOUR);
    const { template, strings } = applicationAt(place, endpointId);
    deployApplication(place, template);
    const uri = place.aws.parameters.get(DEPLOYED)?.value;
    expect(uri).toMatch(/^mongodb\+srv:\/\/orders-pl-\d/);
    expect(await readAtRunTime(world, place, strings.srvParameterName)).toBe(uri);
    expect(await readAtRunTime(world, place, strings.standardParameterName)).toMatch(/^mongodb:\/\//);
    expect(await readAtRunTime(world, place, `${RegistryPath.LINKS}/${endpointId}`)).toMatch(/AccessDenied/);
    expect(stringsBelow(world.place(HUB))).toEqual([]);
    expect(stringsBelow(world.place(SECOND, region))).toEqual([]);
  });
});

describe('an application', () => {
  it('that is deployed before the link is there fails, and is deployed after it', async () => {
    const world = await startHub();
    createCluster(world, AWAY);
    const place = world.place(MEMBER, AWAY);
    const { endpointId } = place.createVpcEndpoint();
    const { template } = applicationAt(place, endpointId);
    expect(() => deployApplication(place, template)).toThrow(/Unable to fetch parameters/);
    expect(place.aws.parameters.get(DEPLOYED)).toBeUndefined();
    await runFor(world, HALF_HOUR);
    deployApplication(place, template);
    expect(place.aws.parameters.get(DEPLOYED)?.value).toMatch(/^mongodb\+srv:/);
  });

  it('in another account or Region than the endpoint has no strings', async () => {
    const world = await startHub();
    createCluster(world, AWAY);
    const { endpointId } = world.place(MEMBER, AWAY).createVpcEndpoint();
    await runFor(world, HALF_HOUR);
    for (const place of [world.place(SECOND, AWAY), world.place(MEMBER, HOME), world.place(HUB)])
      expect(() => deployApplication(place, applicationAt(place, endpointId).template)).toThrow(
        /Unable to fetch parameters/,
      );
  });

  it('reads the string of a cluster that came after the link, and none once the endpoint is deleted', async () => {
    const world = await startHub();
    const place = world.place(MEMBER, AWAY);
    const { endpointId } = place.createVpcEndpoint();
    // The last link of a service stays.
    world.place(SECOND, AWAY).createVpcEndpoint();
    await runFor(world, HALF_HOUR);
    expect(stringsBelow(place)).toEqual([]);
    createCluster(world, AWAY);
    await runFor(world, 2 * HOUR);
    const { template, strings } = applicationAt(place, endpointId);
    deployApplication(place, template);
    const read = () => readAtRunTime(world, place, strings.srvParameterName);
    expect(await read()).toBe(place.aws.parameters.get(DEPLOYED)?.value);
    place.deleteVpcEndpoints([endpointId]);
    await runFor(world, HALF_HOUR);
    expect(await read()).toBe('ParameterNotFound');
    expect(stringsBelow(place)).toEqual([]);
  });
});
