import { CfnMapping, type Duration, Fn, Stack, Token } from 'aws-cdk-lib';
import {
  type Connections,
  type IConnectable,
  type InterfaceVpcEndpoint,
  InterfaceVpcEndpointService,
  type IPeer,
  type ISecurityGroup,
  type IVpc,
  Port,
  type SubnetSelection,
} from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import {
  DATA_FEDERATION_SERVICES,
  dataFederationServiceOf,
} from '../../lambda/contract/data-federation-services.js';
import { AtlasDataFederationLink } from './atlas-data-federation-link.js';
import type { DataFederationLinkAttributes } from './data-federation-link-attributes.js';
import { validateDataFederationEndpoint } from './data-federation-validation.js';
import { createGuardedEndpoint } from './guarded-endpoint.js';
import { PrivateEndpoint } from './private-endpoint.js';
import type { IAtlasPrivateLinkProvider } from './provider-interface.js';

/** Props of a private path to Data Federation and Online Archive. */
export interface AtlasDataFederationEndpointProps {
  /**
   * Provider that handles the resource: an `AtlasPrivateLinkProvider` of this app, or one imported by its service
   * token.
   */
  readonly provider: IAtlasPrivateLinkProvider;

  /** The VPC whose clients connect to Federated Database Instances and Online Archives. */
  readonly vpc: IVpc;

  /**
   * Subnets of the endpoint, preferably in several Availability Zones.
   *
   * @default - the private subnets of the VPC, one in each Availability Zone
   */
  readonly subnets?: SubnetSelection;

  /**
   * Sources that may connect, on all TCP ports, as Atlas documents. Add more with `connections`.
   *
   * @default - the CIDR block of the VPC
   */
  readonly peers?: IPeer[];

  /**
   * Security groups of the endpoint, instead of a new one.
   *
   * @default - a new one that allows `peers`
   */
  readonly securityGroups?: ISecurityGroup[];

  /**
   * Atlas project id, 24 hexadecimal digits; one of the provider's.
   *
   * @default - the provider's project, if it has only one
   */
  readonly projectId?: string;

  /**
   * Comment in Atlas; changed in place. Never a secret.
   *
   * @default - none
   */
  readonly comment?: string;

  /**
   * Name of Atlas's Data Federation service, `com.amazonaws.vpce.<region>.vpce-svc-…`, for a Region that this release
   * does not know. A change replaces the VPC endpoint.
   *
   * @default - the service of the stack's Region; a Region without one fails, at synthesis if the Region is known there
   */
  readonly serviceName?: string;

  /**
   * Time until Atlas must report OK.
   *
   * @default Duration.minutes(10)
   */
  readonly timeout?: Duration;
}

/**
 * A private path from a VPC to the Federated Database Instances and Online Archives of a project: security group, VPC
 * endpoint to the Data Federation service of the Region, and its registration with its first DNS name. Private DNS of
 * the VPC endpoint is off.
 */
export class AtlasDataFederationEndpoint extends Construct implements IConnectable {
  /** The VPC endpoint, open for `peers`. */
  readonly endpoint: InterfaceVpcEndpoint;
  /** Its registration; a resource that reads its attributes waits until it is OK. */
  readonly link: AtlasDataFederationLink;
  /** Connections of the endpoint; the default port is every TCP port. */
  readonly connections: Connections;

  constructor(scope: Construct, id: string, props: AtlasDataFederationEndpointProps) {
    super(scope, id);
    validateDataFederationEndpoint(this, props);
    const { endpoint, connections } = createGuardedEndpoint(this, props, {
      service: new InterfaceVpcEndpointService(props.serviceName ?? this.serviceNameOfRegion()),
      ports: Port.allTcp(),
      name: 'Data Federation of MongoDB Atlas',
    });
    this.endpoint = endpoint;
    this.connections = connections;
    this.link = new AtlasDataFederationLink(this, 'Link', {
      provider: props.provider,
      endpoint: PrivateEndpoint.vpcEndpoint(this.endpoint),
      region: Stack.of(this).region,
      customerEndpointDnsName: firstDnsName(this.endpoint),
      ...(props.projectId === undefined ? {} : { projectId: props.projectId }),
      ...(props.comment === undefined ? {} : { comment: props.comment }),
      ...(props.timeout === undefined ? {} : { timeout: props.timeout }),
    });
  }

  /** Atlas's attributes of the registration. */
  get attributes(): DataFederationLinkAttributes {
    return this.link.attributes;
  }

  /** In a stack for any Region, CloudFormation chooses; it fails in a Region that the list does not have. */
  private serviceNameOfRegion(): string {
    const { region } = Stack.of(this);
    const name = Token.isUnresolved(region) ? undefined : dataFederationServiceOf(region);
    if (name !== undefined) return name;
    const mapping = Object.fromEntries(
      Object.entries(DATA_FEDERATION_SERVICES).map(([one, serviceName]) => [
        one,
        { ServiceName: serviceName },
      ]),
    );
    return new CfnMapping(this, 'Services', { mapping }).findInMap(region, 'ServiceName');
  }
}

/** CloudFormation lists `<hosted zone>:<name>`; Atlas documents that the first name is the one to give. */
function firstDnsName(endpoint: InterfaceVpcEndpoint): string {
  return Fn.select(1, Fn.split(':', Fn.select(0, endpoint.vpcEndpointDnsEntries)));
}
