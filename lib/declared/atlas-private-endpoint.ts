import type { Duration } from 'aws-cdk-lib';
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
import { ATLAS_PORTS } from '../../lambda/contract/limits.js';
import type { PrivateConnectionStrings } from '../engine/connection-strings.js';
import type { LastLink } from '../engine/last-link.js';
import { AtlasPrivateEndpointLink } from './atlas-private-endpoint-link.js';
import type { IAtlasPrivateEndpointService } from './atlas-private-endpoint-service-base.js';
import { createGuardedEndpoint } from './guarded-endpoint.js';
import type { LinkAttributes } from './link-attributes.js';
import { PrivateEndpoint } from './private-endpoint.js';
import { validatePrivateEndpoint } from './private-endpoint-validation.js';
import type { IAtlasPrivateLinkProvider } from './provider-interface.js';

/** Props of a private path. */
export interface AtlasPrivateEndpointProps {
  /**
   * Provider that handles the resource: an `AtlasPrivateLinkProvider` of this app, or one imported by its service
   * token.
   */
  readonly provider: IAtlasPrivateLinkProvider;

  /** The VPC whose clients connect to the clusters. */
  readonly vpc: IVpc;

  /**
   * Subnets of the endpoint, preferably in several Availability Zones.
   *
   * @default - the private subnets of the VPC, one in each Availability Zone
   */
  readonly subnets?: SubnetSelection;

  /**
   * Sources that may connect, on the whole port range that Atlas uses. Add more with `connections`.
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
   * @default - the project of `service`, or the provider's project if it has only one
   */
  readonly projectId?: string;

  /**
   * The endpoint service, for example one of another app.
   *
   * @default - one for the project and the stack's Region, shared by all endpoints of the provider
   */
  readonly service?: IAtlasPrivateEndpointService;

  /**
   * What happens when this endpoint is removed and its link is the last one of the service. An explicit LastLink.REMOVE
   * also removes a service that the stack has adopted; the default keeps an adopted service.
   *
   * @default - LastLink.REMOVE for a service that this app has created, LastLink.KEEP for one that existed before
   */
  readonly lastLink?: LastLink;

  /**
   * Time until the link must be available.
   *
   * @default Duration.minutes(55)
   */
  readonly timeout?: Duration;

  /**
   * Wait for the connection strings of the clusters.
   *
   * @default true
   */
  readonly awaitConnectionStrings?: boolean;
}

/** A working private path from a VPC to Atlas: service, security group, VPC endpoint and link. */
export class AtlasPrivateEndpoint extends Construct implements IConnectable {
  /** The endpoint service: that of the props, or the one that the provider's resources share. */
  readonly service: IAtlasPrivateEndpointService;
  /** The VPC endpoint, with Atlas's ports open for `peers`. */
  readonly endpoint: InterfaceVpcEndpoint;
  /** The link between the two; a resource that reads its attributes waits until it is available. */
  readonly link: AtlasPrivateEndpointLink;
  /** Connections of the endpoint; the default port is the range that Atlas uses. */
  readonly connections: Connections;

  constructor(scope: Construct, id: string, props: AtlasPrivateEndpointProps) {
    super(scope, id);
    validatePrivateEndpoint(this, props);
    this.service = props.service ?? props.provider.endpointService(props.projectId);
    const { endpoint, connections } = createGuardedEndpoint(this, props, {
      service: new InterfaceVpcEndpointService(this.service.endpointServiceName, ATLAS_PORTS.FIRST),
      ports: ATLAS_PORT_RANGE,
      name: 'MongoDB Atlas',
    });
    this.endpoint = endpoint;
    this.connections = connections;
    this.link = new AtlasPrivateEndpointLink(this, 'Link', {
      provider: props.provider,
      service: this.service,
      endpoint: PrivateEndpoint.vpcEndpoint(this.endpoint),
      ...(props.lastLink === undefined ? {} : { lastLink: props.lastLink }),
      ...(props.timeout === undefined ? {} : { timeout: props.timeout }),
      ...(props.awaitConnectionStrings === undefined
        ? {}
        : { awaitConnectionStrings: props.awaitConnectionStrings }),
    });
  }

  /** Atlas's attributes of the link. */
  get attributes(): LinkAttributes {
    return this.link.attributes;
  }

  /**
   * Private connection strings of a cluster for this endpoint. The deployment waits for them, and fails if Atlas does
   * not list them in time.
   *
   * @param cluster name of the cluster in Atlas, a literal
   * @throws Error if the name is a token or not a valid cluster name
   */
  connectionStrings(cluster: string): PrivateConnectionStrings {
    return this.link.connectionStrings(cluster);
  }
}

const ATLAS_PORT_RANGE = Port.tcpRange(ATLAS_PORTS.FIRST, ATLAS_PORTS.LAST);
