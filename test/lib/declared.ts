import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { type IVpc, Vpc } from 'aws-cdk-lib/aws-ec2';
import {
  AtlasCredentials,
  AtlasPrivateLinkProvider,
  type AtlasPrivateLinkProviderProps,
} from '../../lib/index.js';
import { PROJECT_ID } from './synthesized-stack.js';

export const OTHER_PROJECT_ID = '6a793f63c0eb9e7a177153f6';
const credentials = AtlasCredentials.fromSecretName('atlas/automation');

export function projects(...projectIds: string[]): AtlasPrivateLinkProviderProps['projects'] {
  return projectIds.map((projectId) => ({ projectId, credentials }));
}

export interface DeclaredParts {
  readonly stack: Stack;
  readonly provider: AtlasPrivateLinkProvider;
  readonly vpc: IVpc;
  /** Properties of the custom resources of a type. */
  readonly propertiesOf: (type: string) => Record<string, unknown>[];
  readonly template: () => Template;
}

export function declare(props: Partial<AtlasPrivateLinkProviderProps> = {}): DeclaredParts {
  const stack = new Stack(new App(), 'Declared', { env: { account: '111122223333', region: 'eu-west-1' } });
  const provider = new AtlasPrivateLinkProvider(stack, 'Atlas', { projects: projects(PROJECT_ID), ...props });
  const vpc = Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-0a1b2c3d4e5f60718',
    vpcCidrBlock: '10.0.0.0/16',
    availabilityZones: ['eu-west-1a', 'eu-west-1b'],
    privateSubnetIds: ['subnet-0a1b2c3d4e5f60711', 'subnet-0a1b2c3d4e5f60712'],
    privateSubnetRouteTableIds: ['rtb-0a1b2c3d4e5f60711', 'rtb-0a1b2c3d4e5f60712'],
  });
  const template = () => Template.fromStack(stack);
  const propertiesOf = (type: string) =>
    Object.values(template().findResources(type)).map(({ Properties }) => Properties);
  return { stack, provider, vpc, propertiesOf, template };
}
