import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { InterfaceVpcEndpoint, Peer, SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import { describe, expect, it } from 'vitest';
import { DATA_FEDERATION_SERVICES } from '../../lambda/contract/data-federation-services.js';
import {
  AtlasDataFederationEndpoint,
  type AtlasDataFederationEndpointProps,
  AtlasDataFederationLink,
  AtlasDataFederationLinkLookup,
  type AtlasDataFederationLinkProps,
  AtlasPrivateLinkProvider,
  PrivateEndpoint,
} from '../../lib/index.js';

const PROJECT_ID = '6a793f63c0eb9e7a177153f5';
const ENDPOINT_ID = 'vpce-0a1b2c3d4e5f60718';
const OWN_SERVICE = 'com.amazonaws.vpce.eu-north-1.vpce-svc-0123456789abcdef0';
const PLACE = { region: 'eu-west-1', customerEndpointDnsName: 'vpce-1.example' };

function inStack(region?: string) {
  const env = region === undefined ? {} : { env: { account: '111122223333', region } };
  const stack = new Stack(new App(), 'Test', env);
  const token = `arn:aws:lambda:${region ?? 'eu-west-1'}:111122223333:function:provider`;
  const provider = AtlasPrivateLinkProvider.fromServiceToken(stack, 'Atlas', token, [PROJECT_ID]);
  const vpc = Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-1',
    vpcCidrBlock: '10.0.0.0/16',
    availabilityZones: ['a'],
    privateSubnetIds: ['subnet-1'],
  });
  return { stack, provider, vpc };
}

function path(region?: string, props: Partial<AtlasDataFederationEndpointProps> = {}) {
  const { stack, provider, vpc } = inStack(region);
  new AtlasDataFederationEndpoint(stack, 'Path', { provider, vpc, ...props });
  return Template.fromStack(stack);
}

function link(props: Partial<AtlasDataFederationLinkProps> = {}) {
  const { stack, provider } = inStack('eu-west-1');
  const endpoint = PrivateEndpoint.vpcEndpointId(ENDPOINT_ID);
  new AtlasDataFederationLink(stack, 'Link', { provider, endpoint, ...props });
  return Template.fromStack(stack);
}

describe('AtlasDataFederationEndpoint', () => {
  it('connects to the service of the Region, without private DNS, from the VPC, on all TCP ports', () => {
    const template = path('us-west-2');
    template.hasResourceProperties('AWS::EC2::VPCEndpoint', {
      ServiceName: 'com.amazonaws.vpce.us-west-2.vpce-svc-09d86b19e59d1b4bb',
      VpcEndpointType: 'Interface',
      PrivateDnsEnabled: false,
      Tags: Match.arrayWith([Match.objectLike({ Key: 'atlas-privatelink:declared-by' })]),
    });
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupIngress: [
        Match.objectLike({ CidrIp: '10.0.0.0/16', IpProtocol: 'tcp', FromPort: 0, ToPort: 65_535 }),
      ],
    });
  });

  it('is registered with its Region and first DNS name, as an endpoint of the stack', () => {
    path('us-west-2', { comment: 'archive' }).hasResourceProperties('Custom::AtlasDataFederationLink', {
      ProjectId: PROJECT_ID,
      OwnsEndpoint: true,
      Comment: 'archive',
      Region: 'us-west-2',
      CustomerEndpointDnsName: {
        'Fn::Select': [
          1,
          { 'Fn::Split': [':', { 'Fn::Select': [0, { 'Fn::GetAtt': [Match.anyValue(), 'DnsEntries'] }] }] },
        ],
      },
      TimeoutSeconds: 600,
    });
  });

  it('lets CloudFormation find the service in a stack for any Region', () => {
    const template = path();
    const [[name, mapping] = []] = Object.entries(template.findMappings('*'));
    expect(Object.keys(mapping ?? {}).sort()).toEqual(Object.keys(DATA_FEDERATION_SERVICES).sort());
    template.hasResourceProperties('AWS::EC2::VPCEndpoint', {
      ServiceName: { 'Fn::FindInMap': [name, { Ref: 'AWS::Region' }, 'ServiceName'] },
    });
  });

  it('is refused in a Region whose service is not known, unless the props name one', () => {
    expect(() => path('eu-north-1')).toThrow(
      /^serviceName: expected the name of Atlas's Data Federation service in eu-north-1.* ap-northeast-1, /,
    );
    path('eu-north-1', { serviceName: OWN_SERVICE }).hasResourceProperties('AWS::EC2::VPCEndpoint', {
      ServiceName: OWN_SERVICE,
    });
    expect(() => path('eu-north-1', { serviceName: 'data-federation' })).toThrow(
      'serviceName: expected the name of an endpoint service',
    );
  });

  it('takes peers, and security groups of the user instead of its own', () => {
    path('eu-west-1', { peers: [Peer.ipv4('10.9.0.0/16')] }).hasResourceProperties(
      'AWS::EC2::SecurityGroup',
      {
        SecurityGroupIngress: [Match.objectLike({ CidrIp: '10.9.0.0/16' })],
      },
    );
    const securityGroups = [SecurityGroup.fromSecurityGroupId(new Stack(), 'Own', 'sg-0a1b2c3d4e5f60718')];
    const template = path('eu-west-1', { securityGroups });
    template.resourceCountIs('AWS::EC2::SecurityGroup', 0);
    template.hasResourceProperties('AWS::EC2::VPCEndpoint', { SecurityGroupIds: ['sg-0a1b2c3d4e5f60718'] });
  });
});

describe('AtlasDataFederationLink', () => {
  it('registers an endpoint of others without owning it', () => {
    const template = link({ comment: 'x', ...PLACE });
    const [resource] = Object.values(template.findResources('Custom::AtlasDataFederationLink'));
    expect(resource?.Properties).toEqual({
      ServiceToken: expect.any(String),
      ServiceTimeout: '3600',
      ProjectId: PROJECT_ID,
      EndpointId: ENDPOINT_ID,
      Comment: 'x',
      Region: 'eu-west-1',
      CustomerEndpointDnsName: 'vpce-1.example',
      TimeoutSeconds: 600,
    });
  });

  it.each<[string, Partial<AtlasDataFederationLinkProps>, string]>([
    ['a Region alone', { region: 'eu-west-1' }, 'customerEndpointDnsName: expected a text beside region'],
    ['a DNS name alone', { customerEndpointDnsName: 'x' }, 'region: expected a text beside customerEndpoint'],
    ['a Region that is none', { ...PLACE, region: 'Europe' }, 'region: expected an AWS Region'],
    ['a comment that is no text', { comment: 7 as never }, 'comment: expected a text, received 7'],
    [
      'an endpoint id in place of an endpoint',
      { endpoint: ENDPOINT_ID as never },
      'endpoint: expected a Private',
    ],
    [
      'an endpoint of Azure',
      {
        endpoint: PrivateEndpoint.azure({
          resourceId:
            '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/privateEndpoints/archive',
          ipAddress: '10.0.0.4',
        }),
      },
      'endpoint: expected a VPC endpoint, received "AZURE"',
    ],
  ])('refuses %s', (_, props, message) => {
    expect(() => link(props)).toThrow(message);
  });

  it('accepts a Region that is known at deployment only', () => {
    const { stack, provider, vpc } = inStack();
    const service = { name: OWN_SERVICE, port: 443 };
    const endpoint = new InterfaceVpcEndpoint(stack, 'Endpoint', { vpc, service });
    const props = { provider, endpoint: PrivateEndpoint.vpcEndpoint(endpoint) };
    const make = () =>
      new AtlasDataFederationLink(stack, 'Link', {
        ...props,
        region: stack.region,
        customerEndpointDnsName: 'x',
      });
    expect(make).not.toThrow();
  });
});

describe('AtlasDataFederationLinkLookup', () => {
  it('refuses an id that is none', () => {
    const { stack, provider } = inStack('eu-west-1');
    const make = () => new AtlasDataFederationLinkLookup(stack, 'One', { provider, endpointId: 'archive' });
    expect(make).toThrow('endpointId: expected the id of a VPC endpoint');
  });

  it('has the host names of federated databases as lists', () => {
    const { stack, provider } = inStack('eu-west-1');
    const lookup = new AtlasDataFederationLinkLookup(stack, 'One', {
      provider,
      endpointId: 'vpce-0a1b2c3d4e5f60718',
    });
    const split = (attribute: string) => ({
      'Fn::Split': [',', { 'Fn::GetAtt': [expect.stringMatching(/^One/), attribute] }],
    });
    expect(stack.resolve(lookup.databaseNames)).toEqual(split('DatabaseNames'));
    expect(stack.resolve(lookup.hostnames)).toEqual(split('Hostnames'));
  });
});
