import { App, Duration, Fn, Stack, Token } from 'aws-cdk-lib';
import { InterfaceVpcEndpoint } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import {
  AtlasDataFederationEndpoint,
  AtlasDataFederationLink,
  AtlasDataFederationLinkLookup,
  AtlasDataFederationLinksLookup,
  AtlasPrivateEndpoint,
  AtlasPrivateEndpointLink,
  AtlasPrivateEndpointLinkLookup,
  AtlasPrivateEndpointService,
  AtlasPrivateEndpointServiceLookup,
  AtlasPrivateEndpointServicesLookup,
  AtlasPrivateLinkProvider,
  AtlasRegionalMode,
  AtlasRegionalModeLookup,
  PrivateEndpoint,
  RegisteredConnectionStrings,
} from '../../lib/index.js';
import { OTHER_PROJECT_ID } from './declared.js';
import { PROJECT_ID } from './synthesized-stack.js';

const SERVICE_TOKEN = 'arn:aws:lambda:eu-west-1:111122223333:function:requests';
const SERVICE_ID = '6a793f68c0eb9e7a17715835';
const VPC_ENDPOINT_ID = 'vpce-0a1b2c3d4e5f60718';
const AZURE_ENDPOINT_ID =
  '/subscriptions/cba6d9c6-1d3f-3c11-03cb-c705d895e636/resourceGroups/network/providers/Microsoft.Network/privateEndpoints/atlas';
const TOKEN = Fn.importValue('KnownAtDeployment');
const TOKENS = Fn.split(',', TOKEN);

/** Props as JavaScript gives them: of any type, or none. */
// biome-ignore lint/suspicious/noExplicitAny: what the compiler would refuse is the subject.
type Any = any;

const inStack = (region = 'eu-west-1') =>
  new Stack(new App(), 'Declared', { env: { account: '111122223333', region } });
const imported = (stack: Stack, projectIds?: string[], serviceToken = SERVICE_TOKEN) =>
  AtlasPrivateLinkProvider.fromServiceToken(stack, 'Atlas', serviceToken, projectIds);
const attributes = {
  projectId: PROJECT_ID,
  endpointServiceId: SERVICE_ID,
  endpointServiceName: 'com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0',
};

type Constructor = new (scope: Construct, id: string, props: Any) => Construct;

/** Creates the construct with a provider for one project. */
function create(Type: Constructor, props: Any): Construct {
  const stack = inStack();
  return new Type(stack, 'Made', { provider: imported(stack, [PROJECT_ID]), ...props });
}

describe('an endpoint service is refused', () => {
  const service = (props: Any) => () => create(AtlasPrivateEndpointService, props);

  it.each<[Any, string]>([
    [
      { region: 'eu-west-1a' },
      'region: expected an AWS Region such as eu-west-1 or EU_WEST_1, received "eu-west-1a".',
    ],
    [
      { region: '' },
      'region: expected an AWS Region such as eu-west-1 or EU_WEST_1, received an empty text.',
    ],
    [{ region: null }, 'region: expected an AWS Region such as eu-west-1 or EU_WEST_1, received nothing.'],
    [{ cloudProvider: 'aws' }, 'cloudProvider: expected one of AWS, AZURE, GCP, received "aws".'],
    [
      { cloudProvider: 'AZURE' },
      "region: expected a Region in Atlas's spelling such as EUROPE_NORTH or WESTERN_EUROPE, received nothing. Give the Region of the AZURE service: the default, the Region of the stack, is one of AWS.",
    ],
    [{ projectId: 'payments' }, 'projectId: expected 24 hexadecimal digits, received "payments".'],
    [
      { projectId: OTHER_PROJECT_ID },
      `projectId: expected one of the provider's projects (${PROJECT_ID}), received "${OTHER_PROJECT_ID}".`,
    ],
    [
      { timeout: Duration.seconds(30) },
      'timeout: expected whole seconds from 60 to 3300, received 30 seconds.',
    ],
    [{ timeout: Duration.hours(1) }, 'timeout: expected whole seconds from 60 to 3300, received 1 hour.'],
    [{ timeout: Duration.millis(60_500) }, 'timeout: expected whole seconds'],
    [
      { timeout: 600 },
      'timeout: expected whole seconds from 60 to 3300, received 600. Give a Duration, such as Duration.minutes(10).',
    ],
    [
      { supportedRemoteRegions: ['us-east-1', 'EU_WEST_1'] },
      'supportedRemoteRegions.1: expected Regions besides the service\'s own, received "EU_WEST_1". Leave it out: VPC endpoints of that Region may lead to the service anyway.',
    ],
    [
      { supportedRemoteRegions: ['us-east'] },
      'supportedRemoteRegions.0: expected an AWS Region such as eu-west-1',
    ],
    [
      { supportedRemoteRegions: 'us-east-1' },
      'supportedRemoteRegions: expected a list of AWS Regions, received "us-east-1".',
    ],
    [
      { cloudProvider: 'GCP', region: 'WESTERN_EUROPE', supportedRemoteRegions: ['us-east-1'] },
      'supportedRemoteRegions: expected none for a service of GCP, received a list of 1. Only services of AWS have remote Regions.',
    ],
    [{ adoptExisting: 'yes' }, 'adoptExisting: expected true or false, received "yes".'],
    [{ portMappingEnabled: 1 }, 'portMappingEnabled: expected true or false, received 1.'],
  ])('%j', (props, message) => {
    expect(service(props)).toThrow(message);
  });

  it.each<[Any]>([
    [{ region: 'eusc-de-east-1' }],
    [{ region: 'xx-new-place-12' }],
    [{ region: 'US_GOV_WEST_1' }],
    [{ cloudProvider: 'AZURE', region: 'US_EAST_2' }],
    [{ cloudProvider: 'GCP', region: 'europe-west-2', portMappingEnabled: true }],
    [{ timeout: Duration.seconds(60), supportedRemoteRegions: [] }],
    [{ region: TOKEN, cloudProvider: TOKEN, projectId: TOKEN, supportedRemoteRegions: TOKENS }],
    [{ supportedRemoteRegions: [TOKEN, 'us-east-1'] }],
    [{ cloudProvider: TOKEN, supportedRemoteRegions: ['eu-west-1'] }],
    [{ timeout: Duration.seconds(Token.asNumber({ Ref: 'Seconds' })) }],
  ])('but not: %j', (props) => {
    expect(service(props)).not.toThrow();
  });

  it('but not in a stack whose Region is unknown or that of a test', () => {
    for (const stack of [new Stack(new App(), 'Open'), inStack('test')]) {
      const provider = imported(stack, [PROJECT_ID], TOKEN);
      const props = { provider, supportedRemoteRegions: ['us-east-1'] };
      expect(() => new AtlasPrivateEndpointService(stack, 'Service', props)).not.toThrow();
    }
  });
});

describe('a lookup of an endpoint service is refused', () => {
  it.each<[Any, string]>([
    [{ region: 'Europe' }, 'region: expected an AWS Region such as eu-west-1'],
    [
      { endpointServiceId: 'vpce-svc-1' },
      'endpointServiceId: expected 24 hexadecimal digits, received "vpce-svc-1".',
    ],
    [{ cloudProvider: 'GCP' }, "region: expected a Region in Atlas's spelling"],
  ])('%j', (props, message) => {
    expect(() => create(AtlasPrivateEndpointServiceLookup, props)).toThrow(message);
  });

  it('but not by its id alone, for any cloud provider', () => {
    const props = { cloudProvider: 'GCP', endpointServiceId: SERVICE_ID };
    expect(() => create(AtlasPrivateEndpointServiceLookup, props)).not.toThrow();
  });
});

describe('a link is refused', () => {
  const service = AtlasPrivateEndpointService.fromAttributes(attributes);
  const endpoint = PrivateEndpoint.vpcEndpointId(VPC_ENDPOINT_ID);
  const azure = PrivateEndpoint.azure({ resourceId: AZURE_ENDPOINT_ID, ipAddress: '10.0.0.4' });
  const link = (props: Any) => () => create(AtlasPrivateEndpointLink, { service, endpoint, ...props });

  it.each<[string, Any, string]>([
    [
      'an Azure endpoint on an AWS service',
      { endpoint: azure },
      'endpoint: expected AWS, the cloud provider of its endpoint service, received "AZURE". Link an endpoint of AWS, or make an endpoint service of AZURE.',
    ],
    [
      'a service of a project that the provider does not have',
      { service: AtlasPrivateEndpointService.fromAttributes({ ...attributes, projectId: OTHER_PROJECT_ID }) },
      `service: expected an endpoint service of the provider's projects (${PROJECT_ID}), received "${OTHER_PROJECT_ID}".`,
    ],
    [
      'too short a time-out',
      { timeout: Duration.seconds(1) },
      'timeout: expected whole seconds from 60 to 3300, received 1 second.',
    ],
    [
      'too long a time-out for strings',
      { connectionStringsTimeout: Duration.hours(2) },
      'connectionStringsTimeout: expected whole seconds from 60 to 3300, received 2 hours.',
    ],
    [
      'a rule for the last link that is none',
      { lastLink: 'drop' },
      'lastLink: expected LastLink.KEEP or LastLink.REMOVE, received "drop".',
    ],
    [
      'no service',
      { service: undefined },
      'service: expected an AtlasPrivateEndpointService, or one by its fromAttributes or fromLookup, received nothing.',
    ],
    [
      'an id in place of an endpoint',
      { endpoint: VPC_ENDPOINT_ID },
      `endpoint: expected a PrivateEndpoint, such as PrivateEndpoint.vpcEndpoint(endpoint), received "${VPC_ENDPOINT_ID}".`,
    ],
  ])('%s', (_, props, message) => {
    expect(link(props)).toThrow(message);
  });

  it.each(['AZURE', 'GCP'])('for an AWS endpoint on a service of this app that is of %s', (cloudProvider) => {
    const stack = inStack();
    const provider = imported(stack, [PROJECT_ID]);
    const props = { provider, cloudProvider, region: 'EUROPE_NORTH' };
    const other = new AtlasPrivateEndpointService(stack, 'Service', props);
    expect(() => new AtlasPrivateEndpointLink(stack, 'Link', { provider, service: other, endpoint })).toThrow(
      `endpoint: expected ${cloudProvider}, the cloud provider of its endpoint service, received "AWS".`,
    );
  });

  it('for reading connection strings without waiting for them', () => {
    const made = link({ awaitConnectionStrings: false })() as AtlasPrivateEndpointLink;
    expect(() => made.connectionStrings('Main')).toThrow(
      'connectionStrings: expected a link that waits for connection strings, received one with awaitConnectionStrings: false',
    );
  });

  it('but not if the service is only known at deployment', () => {
    const open = { projectId: TOKEN, endpointServiceId: TOKEN, endpointServiceName: TOKEN };
    expect(
      link({ service: AtlasPrivateEndpointService.fromAttributes(open), endpoint: azure }),
    ).not.toThrow();
    const azureService = { ...attributes, endpointServiceName: '' };
    expect(
      link({ service: AtlasPrivateEndpointService.fromAttributes(azureService), endpoint: azure }),
    ).not.toThrow();
  });

  it.each<[Any, string]>([
    [
      { endpointId: 'vpce-1' },
      'endpointId: expected the id of a VPC endpoint, such as vpce-0123456789abcdef0, received "vpce-1".',
    ],
    [{ endpointId: '' }, 'endpointId: expected a text, received an empty text.'],
    [
      { endpointId: AZURE_ENDPOINT_ID, cloudProvider: 'AZURE' },
      'cloudProvider: expected AWS, the cloud provider of its endpoint service, received "AZURE".',
    ],
    [{}, 'endpointId: expected a text, received nothing.'],
  ])('as a lookup: %j', (props, message) => {
    expect(() => create(AtlasPrivateEndpointLinkLookup, { service, ...props })).toThrow(message);
  });
});

describe('an endpoint is refused', () => {
  it.each<[string, () => unknown, string]>([
    [
      'vpcEndpointId',
      () => PrivateEndpoint.vpcEndpointId('vpc-0a1b2c3d'),
      'PrivateEndpoint.vpcEndpointId: expected the id of a VPC endpoint, such as vpce-0123456789abcdef0, received "vpc-0a1b2c3d".',
    ],
    [
      'vpcEndpoint',
      () => PrivateEndpoint.vpcEndpoint(VPC_ENDPOINT_ID as Any),
      'PrivateEndpoint.vpcEndpoint: expected a VPC endpoint, such as an InterfaceVpcEndpoint, received "vpce-',
    ],
    [
      'azure',
      () => PrivateEndpoint.azure({ resourceId: 'atlas', ipAddress: '10.0.0.4' }),
      'resourceId: expected the resource id of a private endpoint, /subscriptions/',
    ],
    [
      'azure without an address',
      () => PrivateEndpoint.azure({ resourceId: AZURE_ENDPOINT_ID } as Any),
      'ipAddress: expected an IPv4 address, received nothing.',
    ],
    [
      'googleCloud',
      () => PrivateEndpoint.googleCloud({ gcpProjectId: '', groupName: 'g', endpoints: [] }),
      'gcpProjectId: expected a text, received an empty text.',
    ],
    [
      'googleCloud with an endpoint without a name',
      () =>
        PrivateEndpoint.googleCloud({
          gcpProjectId: 'p',
          groupName: 'g',
          endpoints: [{ endpointName: ' ', ipAddress: '10.0.0.4' }],
        }),
      'endpointName: expected a text, received " ".',
    ],
    [
      'googleCloud without endpoints',
      () => PrivateEndpoint.googleCloud({ gcpProjectId: 'p', groupName: 'g' } as Any),
      'endpoints: expected a list of endpoints, [{ endpointName, ipAddress }], received nothing.',
    ],
    [
      'googleCloudPortMapped',
      () =>
        PrivateEndpoint.googleCloudPortMapped({ gcpProjectId: 'p', endpointName: 'e', ipAddress: '10.0.0' }),
      'ipAddress: expected an IPv4 address, received "10.0.0".',
    ],
  ])('%s', (_, make, message) => {
    expect(make).toThrow(message);
  });

  it('but not for values that are only known at deployment', () => {
    expect(() => {
      PrivateEndpoint.vpcEndpointId(TOKEN);
      PrivateEndpoint.azure({ resourceId: TOKEN, ipAddress: TOKEN });
      PrivateEndpoint.googleCloudPortMapped({ gcpProjectId: TOKEN, endpointName: TOKEN, ipAddress: TOKEN });
    }).not.toThrow();
  });
});

describe('a path through a private endpoint is refused', () => {
  function path(props: Any, service?: Any) {
    const stack = inStack();
    const provider = imported(stack, [PROJECT_ID]);
    const vpc = { vpcId: 'vpc-0a1b2c3d', vpcCidrBlock: '10.0.0.0/16' };
    const given = typeof service === 'function' ? service(stack, provider) : service;
    return () => new AtlasPrivateEndpoint(stack, 'Path', { provider, vpc, service: given, ...props });
  }

  it.each<[string, Any, Any, string]>([
    [
      'no VPC',
      { vpc: undefined },
      undefined,
      'vpc: expected a VPC, such as Vpc.fromLookup(…), received nothing.',
    ],
    [
      'an id in place of a VPC',
      { vpc: 'vpc-0a1b' },
      undefined,
      'vpc: expected a VPC, such as Vpc.fromLookup(…), received "vpc-0a1b".',
    ],
    [
      'too long a time-out',
      { timeout: Duration.hours(1) },
      undefined,
      'timeout: expected whole seconds from 60 to 3300',
    ],
    [
      'a service of Azure',
      {},
      (stack: Stack, provider: Any) =>
        new AtlasPrivateEndpointService(stack, 'S', {
          provider,
          cloudProvider: 'AZURE',
          region: 'EUROPE_NORTH',
        }),
      'service: expected an endpoint service of AWS, for the VPC endpoint, received "AZURE".',
    ],
    [
      'a service of another Region',
      {},
      (stack: Stack, provider: Any) =>
        new AtlasPrivateEndpointService(stack, 'S', { provider, region: 'US_EAST_1' }),
      'service: expected an endpoint service of eu-west-1, the Region of the stack, received "US_EAST_1". For a VPC endpoint of another Region, make a CfnVPCEndpoint with serviceRegion',
    ],
    [
      'a service with the name of another Region',
      {},
      AtlasPrivateEndpointService.fromAttributes({
        ...attributes,
        endpointServiceName: attributes.endpointServiceName.replace('eu-west-1', 'us-east-1'),
      }),
      'received "us-east-1". For a VPC endpoint',
    ],
    [
      'a service without a name',
      {},
      AtlasPrivateEndpointService.fromAttributes({ ...attributes, endpointServiceName: '' }),
      'service.endpointServiceName: expected the name of an endpoint service, com.amazonaws.vpce.<region>.vpce-svc-…, received an empty text.',
    ],
    [
      'a project beside the one of its service',
      { projectId: OTHER_PROJECT_ID },
      AtlasPrivateEndpointService.fromAttributes(attributes),
      `projectId: expected the project of its endpoint service, ${PROJECT_ID}, received "${OTHER_PROJECT_ID}".`,
    ],
  ])('%s', (_, props, service, message) => {
    expect(path(props, service)).toThrow(message);
  });
});

describe('an imported service is refused', () => {
  it.each<[Any, string]>([
    [
      undefined,
      'AtlasPrivateEndpointService.fromAttributes: expected props with projectId and endpointServiceId and endpointServiceName, received nothing.',
    ],
    [
      { ...attributes, projectId: 'payments' },
      'projectId: expected 24 hexadecimal digits, received "payments".',
    ],
    [
      { ...attributes, endpointServiceId: attributes.endpointServiceName },
      'endpointServiceId: expected 24 hexadecimal digits, received "com.amazonaws',
    ],
    [
      { ...attributes, endpointServiceName: undefined },
      'endpointServiceName: expected a text, received nothing.',
    ],
  ])('%j', (given, message) => {
    expect(() => AtlasPrivateEndpointService.fromAttributes(given)).toThrow(message);
  });
});

describe('a provider of another app is refused', () => {
  it.each<[string, Any, Any, string]>([
    [
      'no service token',
      undefined,
      [],
      'serviceToken: expected the ARN of the function of an AtlasPrivateLinkProvider, its serviceToken, received nothing.',
    ],
    ['an empty one', '', [], 'received an empty text.'],
    [
      'the name of the export',
      AtlasPrivateLinkProvider.EXPORT_NAME,
      [],
      'received "AtlasPrivateLinkServiceToken".',
    ],
    [
      'a project id that is none',
      SERVICE_TOKEN,
      ['payments'],
      'projectIds.0: expected 24 hexadecimal digits, received "payments".',
    ],
  ])('%s', (_, token, projectIds, message) => {
    expect(() => AtlasPrivateLinkProvider.fromServiceToken(inStack(), 'Atlas', token, projectIds)).toThrow(
      message,
    );
  });

  it('with another Region, for a resource in which CloudFormation would call it there', () => {
    const stack = inStack('us-east-1');
    const provider = imported(stack, [PROJECT_ID]);
    expect(() => new AtlasRegionalMode(stack, 'Mode', { provider, enabled: true })).toThrow(
      `serviceToken: expected a function of us-east-1, the Region of the stack, received "${SERVICE_TOKEN}". Deploy a provider in each Region that has stacks.`,
    );
  });

  it('but a project that is only known at deployment may be any of its projects', () => {
    const stack = inStack();
    const props = { provider: imported(stack, [TOKEN, PROJECT_ID]), projectId: OTHER_PROJECT_ID };
    expect(() => new AtlasPrivateEndpointService(stack, 'Service', props)).not.toThrow();
  });
});

describe('a missing value in JavaScript is named, instead of a TypeError', () => {
  const PROVIDER =
    'provider: expected an AtlasPrivateLinkProvider, or one by AtlasPrivateLinkProvider.fromServiceToken, received nothing.';
  const DECLARED: readonly (readonly [string, Constructor])[] = Object.entries({
    AtlasPrivateEndpointService,
    AtlasPrivateEndpointLink,
    AtlasPrivateEndpoint,
    AtlasRegionalMode,
    AtlasPrivateEndpointLinkLookup,
    AtlasPrivateEndpointServiceLookup,
    AtlasPrivateEndpointServicesLookup,
    AtlasRegionalModeLookup,
    AtlasDataFederationEndpoint,
    AtlasDataFederationLink,
    AtlasDataFederationLinkLookup,
    AtlasDataFederationLinksLookup,
  });

  it.each(DECLARED)('%s', (name, Type) => {
    expect(() => new Type(inStack(), 'Made', undefined)).toThrow(`${name}: expected props with provider`);
    expect(() => new Type(inStack(), 'Made', {})).toThrow(PROVIDER);
    expect(() => new Type(inStack(), 'Made', { provider: SERVICE_TOKEN })).toThrow(
      'provider: expected an AtlasPrivateLinkProvider',
    );
  });

  it('for regional mode without a value', () => {
    expect(() => create(AtlasRegionalMode, {})).toThrow('enabled: expected true or false, received nothing.');
    expect(() => create(AtlasRegionalMode, { enabled: 'on' })).toThrow('received "on".');
    for (const enabled of [false, 'true', TOKEN])
      expect(() => create(AtlasRegionalMode, { enabled })).not.toThrow();
  });

  it('for connection strings from the registry', () => {
    const strings = (props: Any) => () => new RegisteredConnectionStrings(inStack(), 'Strings', props);
    expect(strings(undefined)).toThrow(
      'RegisteredConnectionStrings: expected props with vpcEndpointId and cluster',
    );
    expect(strings({ cluster: 'Main' })).toThrow(
      'vpcEndpointId: expected the id of a VPC endpoint, such as vpce-',
    );
    expect(strings({ vpcEndpointId: VPC_ENDPOINT_ID })).toThrow(
      'cluster: expected the name of a cluster (letters, digits, hyphens), received nothing.',
    );
    expect(strings({ vpcEndpointId: TOKEN, cluster: 'Main' })).not.toThrow();
  });
});

describe('no prop is refused of', () => {
  it('endpoints of this app and imported ones, whose ids are tokens', () => {
    const stack = inStack();
    const options = { vpcEndpointId: TOKEN, port: 1024 };
    const endpoint = InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes(stack, 'Endpoint', options);
    expect(() => PrivateEndpoint.vpcEndpoint(endpoint)).not.toThrow();
  });
});
