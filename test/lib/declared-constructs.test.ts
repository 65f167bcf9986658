import { App, Duration, Fn, RemovalPolicy, Stack, Token, Validations } from 'aws-cdk-lib';
import { InterfaceVpcEndpoint, Peer, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import {
  CustomResource,
  MAX_SERVICE_TIMEOUT_SECONDS,
  RESPONSE_MARGIN_SECONDS,
} from '../../lambda/contract/custom-resources.js';
import {
  AtlasPrivateEndpoint,
  AtlasPrivateEndpointLink,
  AtlasPrivateEndpointLinkLookup,
  AtlasPrivateEndpointService,
  AtlasPrivateLinkProvider,
  AtlasRegionalMode,
  LastLink,
  PrivateEndpoint,
} from '../../lib/index.js';
import { declare, OTHER_PROJECT_ID, projects } from './declared.js';
import { definitionOf } from './definition.js';
import { PROJECT_ID, statementsIn } from './synthesized-stack.js';

const VPC_ENDPOINT_ID = 'vpce-0a1b2c3d4e5f60718';

describe('a private endpoint in one construct', () => {
  it('allows the range of ports that Atlas uses from the VPC, and nothing else', () => {
    const { stack, provider, vpc, template } = declare();
    new AtlasPrivateEndpoint(stack, 'Endpoint', { provider, vpc });
    const [group] = Object.values(template().findResources('AWS::EC2::SecurityGroup'));
    expect(group?.Properties.SecurityGroupIngress).toEqual([
      expect.objectContaining({ CidrIp: '10.0.0.0/16', IpProtocol: 'tcp', FromPort: 1024, ToPort: 65_535 }),
    ]);
  });

  it('allows it only from the given peers and from connected resources', () => {
    const { stack, provider, vpc, template } = declare();
    const endpoint = new AtlasPrivateEndpoint(stack, 'Endpoint', {
      provider,
      vpc,
      peers: [Peer.ipv4('10.9.0.0/16')],
    });
    const application = new SecurityGroup(stack, 'Application', { vpc });
    endpoint.connections.allowDefaultPortFrom(application);
    template().hasResourceProperties('AWS::EC2::SecurityGroupIngress', { FromPort: 1024, ToPort: 65_535 });
    expect(JSON.stringify(template().findResources('AWS::EC2::SecurityGroup'))).not.toContain('10.0.0.0/16');
  });

  it('uses given security groups unchanged, instead of its own', () => {
    const { stack, provider, vpc, template } = declare();
    const group = SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-0a1b2c3d4e5f60718');
    new AtlasPrivateEndpoint(stack, 'Endpoint', { provider, vpc, securityGroups: [group] });
    template().resourceCountIs('AWS::EC2::SecurityGroup', 0);
    template().resourceCountIs('AWS::EC2::SecurityGroupIngress', 0);
  });

  it('creates the VPC endpoint without private DNS, in the subnets, with the tag that excludes it from the automation', () => {
    const { stack, provider, vpc, propertiesOf } = declare();
    new AtlasPrivateEndpoint(stack, 'Endpoint', { provider, vpc });
    expect(propertiesOf('AWS::EC2::VPCEndpoint')).toEqual([
      expect.objectContaining({
        PrivateDnsEnabled: false,
        VpcEndpointType: 'Interface',
        SubnetIds: ['subnet-0a1b2c3d4e5f60711', 'subnet-0a1b2c3d4e5f60712'],
        Tags: expect.arrayContaining([{ Key: 'atlas-privatelink:declared-by', Value: 'cloudformation' }]),
      }),
    ]);
  });

  it('is created in the given subnets', () => {
    const { stack, provider, vpc, propertiesOf } = declare();
    const subnets = { subnets: vpc.privateSubnets.slice(0, 1) };
    new AtlasPrivateEndpoint(stack, 'Endpoint', { provider, vpc, subnets });
    expect(propertiesOf('AWS::EC2::VPCEndpoint')).toMatchObject([
      { SubnetIds: ['subnet-0a1b2c3d4e5f60711'] },
    ]);
  });

  it('shares one service between the VPCs of a project, and has another for another project', () => {
    const { stack, provider, vpc, propertiesOf } = declare({
      projects: projects(PROJECT_ID, OTHER_PROJECT_ID),
    });
    for (const [id, projectId] of Object.entries({ A: PROJECT_ID, B: PROJECT_ID, C: OTHER_PROJECT_ID }))
      new AtlasPrivateEndpoint(stack, id, { provider, vpc, projectId });
    expect(propertiesOf(CustomResource.SERVICE).map(({ ProjectId }) => ProjectId)).toEqual([
      PROJECT_ID,
      OTHER_PROJECT_ID,
    ]);
    expect(propertiesOf(CustomResource.LINK)).toHaveLength(3);
  });

  it('is created after the provider, and removed before it', () => {
    const { stack, provider, vpc, template } = declare();
    new AtlasPrivateEndpoint(stack, 'Endpoint', { provider, vpc });
    for (const type of [CustomResource.SERVICE, CustomResource.LINK]) {
      const [resource] = Object.values(template().findResources(type));
      expect(resource?.DependsOn).toEqual(
        expect.arrayContaining([
          expect.stringMatching(/^AtlasEngineWorkflowStateMachineRole/),
          expect.stringMatching(/^AtlasEngineProvisionTargetRoleDefaultPolicy/),
        ]),
      );
    }
  });
});

describe('a link', () => {
  const linkProperties = (endpoint: (stack: Stack) => PrivateEndpoint, props: object = {}) => {
    const { stack, provider, propertiesOf } = declare();
    const service = AtlasPrivateEndpointService.fromAttributes({
      projectId: PROJECT_ID,
      endpointServiceId: '6a793f68c0eb9e7a17715835',
      endpointServiceName: 'com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0',
    });
    new AtlasPrivateEndpointLink(stack, 'Link', { provider, service, endpoint: endpoint(stack), ...props });
    return propertiesOf(CustomResource.LINK)[0];
  };

  it('to an imported service retains the last link', () => {
    expect(linkProperties(() => PrivateEndpoint.vpcEndpointId(VPC_ENDPOINT_ID))).toMatchObject({
      CloudProvider: 'AWS',
      EndpointId: VPC_ENDPOINT_ID,
      LastLink: 'keep',
      ServiceTimeout: '3600',
      TimeoutSeconds: 3300,
    });
  });

  it('to a service of the app removes both', () => {
    const { stack, provider, vpc, propertiesOf } = declare();
    new AtlasPrivateEndpoint(stack, 'Endpoint', { provider, vpc });
    expect(propertiesOf(CustomResource.LINK)[0]).toMatchObject({ LastLink: 'remove', OwnsEndpoint: true });
  });

  it('has the properties that its props say', () => {
    const props = {
      lastLink: LastLink.REMOVE,
      timeout: Duration.minutes(10),
      awaitConnectionStrings: false,
      connectionStringsTimeout: Duration.minutes(5),
    };
    expect(linkProperties(() => PrivateEndpoint.vpcEndpointId(VPC_ENDPOINT_ID), props)).toMatchObject({
      LastLink: 'remove',
      TimeoutSeconds: 600,
      AwaitConnectionStrings: false,
      ConnectionStringsTimeoutSeconds: 300,
    });
  });

  it('to a service of the app learns whether that was adopted, unless the rule for the last link is given', () => {
    for (const [props, expected] of [
      [{}, { Ref: expect.stringMatching(/^AtlasEndpointService/) }],
      [{ lastLink: LastLink.REMOVE }, undefined],
    ] as const) {
      const { stack, provider, vpc, propertiesOf } = declare();
      new AtlasPrivateEndpoint(stack, 'Endpoint', { provider, vpc, ...props });
      expect(propertiesOf(CustomResource.LINK)[0]?.EndpointServiceResource).toEqual(expected);
    }
  });

  it('and a service stay in Atlas if their removal policy says so, and have the given time limit', () => {
    const { stack, provider, template, propertiesOf } = declare();
    const retained = { provider, removalPolicy: RemovalPolicy.RETAIN, timeout: Duration.minutes(10) };
    const service = new AtlasPrivateEndpointService(stack, 'Service', retained);
    const endpoint = PrivateEndpoint.vpcEndpointId(VPC_ENDPOINT_ID);
    new AtlasPrivateEndpointLink(stack, 'Link', { ...retained, service, endpoint });
    new AtlasPrivateEndpointLinkLookup(stack, 'Lookup', {
      provider,
      service,
      endpointId: VPC_ENDPOINT_ID,
      refresh: 'now',
    });
    for (const type of [CustomResource.SERVICE, CustomResource.LINK]) {
      template().hasResource(type, { DeletionPolicy: 'Retain', Properties: { TimeoutSeconds: 600 } });
    }
    expect(propertiesOf(CustomResource.LINK_LOOKUP)).toMatchObject([{ Refresh: 'now' }]);
  });

  it('of an imported endpoint does not own it', () => {
    const properties = linkProperties((stack) =>
      PrivateEndpoint.vpcEndpoint(
        InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes(stack, 'Imported', {
          vpcEndpointId: VPC_ENDPOINT_ID,
          port: 1024,
        }),
      ),
    );
    expect(properties).toMatchObject({ EndpointId: VPC_ENDPOINT_ID });
    expect(properties).not.toHaveProperty('OwnsEndpoint');
  });

  it('lists the clusters whose strings are read', () => {
    const { stack, provider, vpc, propertiesOf } = declare();
    const endpoint = new AtlasPrivateEndpoint(stack, 'Endpoint', { provider, vpc });
    const { srv } = endpoint.connectionStrings('Cluster0');
    expect(stack.resolve(srv)).toEqual({
      'Fn::GetAtt': [expect.stringMatching(/^EndpointLink/), 'ConnectionStrings.Cluster0.Srv'],
    });
    endpoint.connectionStrings('Cluster0');
    expect(propertiesOf(CustomResource.LINK)[0]).toMatchObject({ Clusters: ['Cluster0'] });
  });

  it.each([
    ['my cluster', /letters, digits, hyphens.*received "my cluster"/],
    [Token.asString({ Ref: 'Cluster' }), /literal text, received a token/],
  ])('refuses the cluster name %j', (name, message) => {
    const { stack, provider, vpc } = declare();
    const endpoint = new AtlasPrivateEndpoint(stack, 'Endpoint', { provider, vpc });
    expect(() => endpoint.connectionStrings(name)).toThrow(message);
  });
});

describe('a resource', () => {
  it('needs its project if the provider has several', () => {
    const { stack, provider } = declare({ projects: projects(PROJECT_ID, OTHER_PROJECT_ID) });
    const create = (projectId?: string) =>
      new AtlasRegionalMode(stack, `Mode${projectId}`, {
        provider,
        enabled: true,
        ...(projectId === undefined ? {} : { projectId }),
      });
    expect(() => create()).toThrow(new RegExp(`${PROJECT_ID}, ${OTHER_PROJECT_ID}\\), received nothing`));
    expect(() => create('000000000000000000000000')).toThrow(/received "000000000000000000000000"/);
    expect(create(OTHER_PROJECT_ID).projectId).toBe(OTHER_PROJECT_ID);
  });

  it('can be left in Atlas when it is removed', () => {
    const { stack, provider, template } = declare();
    new AtlasPrivateEndpointService(stack, 'Service', { provider, removalPolicy: RemovalPolicy.RETAIN });
    expect(template().findResources(CustomResource.SERVICE, { DeletionPolicy: 'Retain' })).not.toEqual({});
  });

  it('can be of a provider of another app', () => {
    const stack = new Stack(new App(), 'Application');
    const provider = AtlasPrivateLinkProvider.fromServiceToken(
      stack,
      'Atlas',
      Fn.importValue(AtlasPrivateLinkProvider.EXPORT_NAME),
      [PROJECT_ID],
    );
    new AtlasRegionalMode(stack, 'Mode', { provider, enabled: true });
    const mode = stack.node.findChild('Mode').node.findChild('Resource').node.defaultChild;
    expect(stack.resolve((mode as unknown as { _cfnProperties: object })._cfnProperties)).toMatchObject({
      ServiceToken: { 'Fn::ImportValue': 'AtlasPrivateLinkServiceToken' },
    });
  });
});

describe('the provider', () => {
  it('passes cdk-nag AwsSolutions, including its policies', () => {
    const { stack, provider, vpc } = declare({ exportName: AtlasPrivateLinkProvider.EXPORT_NAME });
    new AtlasPrivateEndpoint(stack, 'Endpoint', { provider, vpc });
    const app = stack.node.root as App;
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    expect(() => app.synth()).not.toThrow();
  });

  it('exports its token if asked to', () => {
    const { template } = declare({ exportName: AtlasPrivateLinkProvider.EXPORT_NAME });
    template().hasOutput('*', { Export: { Name: 'AtlasPrivateLinkServiceToken' } });
    expect(Object.values(declare().template().findOutputs('*'))).toEqual([]);
  });

  it('grants each permission to the functions that need it', () => {
    const statements = statementsIn(declare().template());
    const holders = (action: string) =>
      statements
        .filter(({ Action }) => [Action].flat().includes(action))
        .map(({ policy }) => policy.replace(/^Atlas(Engine(Workflow)?)?/, '').replace(/Role.*$/, ''));
    expect([...new Set(holders('secretsmanager:GetSecretValue'))].sort()).toEqual([
      'HandleCustomResource',
      'PollLink',
      'ProvisionTarget',
    ]);
    const rollingBack = expect.stringMatching(/^RollingBack/);
    expect(holders('states:StartExecution')).toEqual(['HandleCustomResource', rollingBack]);
    expect(holders('states:GetExecutionHistory')).toEqual([
      expect.stringMatching(/^FailedExecutionsHistory/),
      'HandleCustomResource',
    ]);
    expect(holders('events:PutEvents')).toEqual(['FinalizeLink']);
    expect(holders('ec2:CreateTags')).toEqual([]);
    for (const action of ['ec2:DeleteVpcEndpoints', 'ec2:CreateVpcEndpoint'])
      expect(holders(action)).toEqual([]);
    const written = statements.filter(({ Action }) => Action === 'secretsmanager:PutSecretValue');
    for (const { Resource } of written) expect(JSON.stringify(Resource)).toMatch(/"Ref":"\w*AccessTokens?/);
  });

  it('ends a hanging execution while CloudFormation still waits for the response', () => {
    const { stateMachine } = declare().provider;
    const { TimeoutSeconds } = definitionOf(stateMachine);
    expect(TimeoutSeconds).toBeGreaterThan(MAX_SERVICE_TIMEOUT_SECONDS - RESPONSE_MARGIN_SECONDS);
    expect(TimeoutSeconds).toBeLessThan(MAX_SERVICE_TIMEOUT_SECONDS);
  });

  it('keeps response URLs out of the log of the state machine', () => {
    declare()
      .template()
      .hasResourceProperties('AWS::StepFunctions::StateMachine', {
        LoggingConfiguration: { IncludeExecutionData: false },
      });
  });

  it('has a rule for executions that end without a response', () => {
    const rules = Object.values(declare().template().findResources('AWS::Events::Rule'));
    expect(rules.map(({ Properties }) => Properties.EventPattern['detail-type'])).toEqual([
      ['Step Functions Execution Status Change'],
    ]);
  });
});
