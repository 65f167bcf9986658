import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { describe, expect, it } from 'vitest';
import { featureFlags, UNCHECKED } from '../../bin/synthesize.js';
import { AtlasCredentials, AtlasPrivateLink, EndpointSelection } from '../../lib/index.js';
import { DEFAULT_SUBNET_ID, DEFAULT_VPC_ID } from '../../local/aws/ec2/network.js';
import type { LocalAws } from '../../local/aws/local-aws.js';
import { STACK, type SynthesisSettings, World } from '../../local/world.js';
import { PUSH_PROP } from '../../torture/worlds/push.js';
import { recordOf } from './automation-world.js';
import { whenDone } from './open-worlds.js';
import { conclusionsIn, createAndRun } from './scenario-world.js';

const FUNCTION_SUBNET_ID = 'subnet-0fedcba9876543210';

/** The automation with functions in a VPC. */
function synthesize({ outputFolder, atlasBaseUrl, projectIds, secretName }: SynthesisSettings): string {
  const app = new App({ outdir: outputFolder, ...UNCHECKED, context: featureFlags() });
  const stack = new Stack(app, 'AtlasPrivateLink', { env: { account: STACK.account, region: STACK.region } });
  const vpc = Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: DEFAULT_VPC_ID,
    availabilityZones: ['eu-west-1a'],
    privateSubnetIds: [FUNCTION_SUBNET_ID],
  });
  const credentials = AtlasCredentials.fromSecretName(secretName);
  new AtlasPrivateLink(stack, 'AtlasPrivateLink', {
    ...PUSH_PROP,
    projects: projectIds.map((projectId) => ({ projectId, credentials })),
    atlasBaseUrl,
    endpointSelection: EndpointSelection.all(),
    vpc,
  });
  app.synth();
  return stack.templateFile;
}

describe('functions in a VPC', () => {
  it('check the subnets of an endpoint before they link it', async () => {
    const world = whenDone(await World.start({ random: () => 0.5, synthesize }));
    world.aws.network.setSubnet(DEFAULT_SUBNET_ID, 'eu-west-1d');
    const { endpointId } = await createAndRun(world);
    expect(conclusionsIn(world)).toMatchObject([{ outcome: 'available' }]);
    expect(recordOf(world, endpointId)?.warnings).toContain('NO_SUBNET_IN_SERVICE_ZONE');
    expect(
      world.aws.logs.filter(({ message }) => /preflight check could not be made/.test(String(message))),
    ).toEqual([]);
  });
});

describe('functions in subnets that another account shares through AWS RAM', () => {
  const OWNER = '444455556666';
  const prepare = ({ network }: LocalAws) =>
    network.shareSubnet(FUNCTION_SUBNET_ID, OWNER, 'vpc-0fedcba9876543210');
  const random = () => 0.5;

  it('are deployed, and link endpoints', async () => {
    const world = whenDone(await World.start({ random, synthesize, prepare }));
    await createAndRun(world);
    expect(conclusionsIn(world)).toMatchObject([{ outcome: 'available' }]);
  });

  /** The earlier policy, which allowed network interfaces only on resources of this account. */
  const ofThisAccount = (settings: SynthesisSettings) => {
    const templateFile = synthesize(settings);
    const file = join(settings.outputFolder, templateFile);
    const text = readFileSync(file, 'utf8');
    const limited = text.replaceAll(`ec2:${STACK.region}:*:*/*`, `ec2:${STACK.region}:${STACK.account}:*/*`);
    expect(limited).not.toBe(text);
    writeFileSync(file, limited);
    return templateFile;
  };

  it('are refused by Lambda with a policy that names this account only', async () => {
    await expect(World.start({ random, synthesize: ofThisAccount, prepare })).rejects.toThrow(
      'The provided execution role does not have permissions to call CreateNetworkInterface on EC2',
    );
  });

  it('need the policy for other accounts only there', async () => {
    const world = whenDone(await World.start({ random, synthesize: ofThisAccount }));
    await createAndRun(world);
    expect(conclusionsIn(world)).toMatchObject([{ outcome: 'available' }]);
  });
});
