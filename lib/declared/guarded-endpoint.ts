import {
  Connections,
  InterfaceVpcEndpoint,
  type InterfaceVpcEndpointService,
  type IPeer,
  type ISecurityGroup,
  type IVpc,
  Peer,
  type Port,
  SecurityGroup,
  type SubnetSelection,
} from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';

/** What the constructs with a VPC endpoint of their own have in common in their props. */
export interface GuardedEndpointProps {
  readonly vpc: IVpc;
  readonly subnets?: SubnetSelection;
  /** Default: the CIDR block of the VPC. */
  readonly peers?: IPeer[];
  /** Default: a new one that allows the peers. */
  readonly securityGroups?: ISecurityGroup[];
}

export interface EndpointDestination {
  readonly service: InterfaceVpcEndpointService;
  /** Ports of the service. */
  readonly ports: Port;
  /** Name for the descriptions of the security group and its rules. */
  readonly name: string;
}

export interface GuardedEndpoint {
  readonly endpoint: InterfaceVpcEndpoint;
  /** The default port are the ports of the destination. */
  readonly connections: Connections;
}

/** Creates `SecurityGroup`, unless the props have some, and `Endpoint` in the scope. Private DNS is off. */
export function createGuardedEndpoint(
  scope: Construct,
  { vpc, subnets, peers, securityGroups: given }: GuardedEndpointProps,
  { service, ports, name }: EndpointDestination,
): GuardedEndpoint {
  const securityGroups = given ?? [createSecurityGroup(scope, vpc, name)];
  const connections = new Connections({ securityGroups, defaultPort: ports });
  if (given === undefined)
    for (const peer of peers ?? [Peer.ipv4(vpc.vpcCidrBlock)])
      connections.allowDefaultPortFrom(peer, `to ${name}`);
  const endpoint = new InterfaceVpcEndpoint(scope, 'Endpoint', {
    vpc,
    service,
    ...(subnets === undefined ? {} : { subnets }),
    securityGroups,
    // Atlas's public names already resolve to the endpoint.
    privateDnsEnabled: false,
    open: false,
  });
  return { endpoint, connections };
}

function createSecurityGroup(scope: Construct, vpc: IVpc, name: string): SecurityGroup {
  return new SecurityGroup(scope, 'SecurityGroup', {
    vpc,
    description: `Who may connect to ${name}`,
    // An endpoint only responds to connections.
    allowAllOutbound: false,
  });
}
