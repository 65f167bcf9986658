import { App, Stack } from 'aws-cdk-lib';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { describe, expect, it } from 'vitest';
import { featureFlags, UNCHECKED } from '../../bin/synthesize.js';
import { AtlasCredentials, AtlasPrivateLink, EndpointSelection } from '../../lib/index.js';
import { DEFAULT_SUBNET_ID } from '../../local/aws/network.js';
import { STACK, type SynthesisSettings, World } from '../../local/world.js';
import { recordOf } from './automation-world.js';
import { whenDone } from './open-worlds.js';
import { conclusionsIn, createAndRun } from './scenario-world.js';

/** The automation with functions in a VPC. */
function synthesize({ outputFolder, atlasBaseUrl, projectIds, secretName }: SynthesisSettings): string {
  const app = new App({ outdir: outputFolder, context: { ...featureFlags(), ...UNCHECKED } });
  const stack = new Stack(app, 'AtlasPrivateLink', { env: { account: STACK.account, region: STACK.region } });
  const vpc = Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-0a1b2c3d4e5f60718',
    availabilityZones: ['eu-west-1a'],
    privateSubnetIds: ['subnet-0fedcba9876543210'],
  });
  const credentials = AtlasCredentials.fromSecretName(secretName);
  new AtlasPrivateLink(stack, 'AtlasPrivateLink', {
    projects: projectIds.map((projectId) => ({ projectId, credentials })),
    atlasBaseUrl,
    endpointSelection: EndpointSelection.all(),
    vpc,
  });
  app.synth();
  return stack.templateFile;
}

describe('functions in a VPC', () => {
  it('look at the subnets of an endpoint before they link it', async () => {
    const world = whenDone(await World.start({ random: () => 0.5, synthesize }));
    world.aws.network.setSubnet(DEFAULT_SUBNET_ID, 'eu-west-1d');
    const { endpointId } = await createAndRun(world);
    expect(conclusionsIn(world)).toMatchObject([{ outcome: 'available' }]);
    expect(recordOf(world, endpointId)?.warnings).toContain('NO_SUBNET_IN_SERVICE_ZONE');
    expect(
      world.aws.logs.filter(({ message }) => /cannot be looked at|not be read/.test(String(message))),
    ).toEqual([]);
  });
});
