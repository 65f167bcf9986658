/** The part of EC2 that the domain uses; `lambda/aws` implements it. */
import type { AwsRegion } from '../../../contract/regions.js';

export interface VpcEndpoint {
  readonly endpointId: string;
  /** Lower case, whatever EC2's spelling: `pendingacceptance`, `available`, … */
  readonly state: string;
  /** Lower case: `interface`, `gateway`, … */
  readonly type: string;
  readonly serviceName: string;
  /** Region of the service for a cross-region endpoint; undefined otherwise. */
  readonly serviceRegion: AwsRegion | undefined;
  readonly vpcId: string;
  readonly ownerAccount: string;
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
  readonly privateDnsEnabled: boolean;
  readonly tags: Readonly<Record<string, string>>;
  /** True if it belongs to an AWS service. */
  readonly requesterManaged: boolean;
  readonly createdAt: Date | undefined;
}

export interface VpcEndpointPort {
  /** Undefined if EC2 does not know the id (not yet, or no longer). */
  describe(endpointId: string): Promise<VpcEndpoint | undefined>;
  tag(endpointId: string, tags: Readonly<Record<string, string>>): Promise<void>;
}

export interface VpcEndpointListPort {
  /** Endpoints for these services, in all states, from all pages. */
  listByServiceNames(serviceNames: readonly string[]): Promise<readonly VpcEndpoint[]>;
}

export interface VpcEndpointSetPort {
  /** Returns those that EC2 shows; an unknown id is not an error. */
  describeAll(endpointIds: readonly string[]): Promise<readonly VpcEndpoint[]>;
}

/** For a Region in which others have failed: whether EC2 answers there at all. */
export interface Ec2ProbePort {
  /** Sends the smallest request, once. @throws if EC2 does not answer it, or refuses it */
  probe(): Promise<void>;
}

export interface IngressRule {
  /** 0 to 65535 for a rule of all protocols. */
  readonly fromPort: number;
  readonly toPort: number;
}

export interface NetworkPort {
  /** TCP ingress rules of all these security groups. */
  ingressRules(securityGroupIds: readonly string[]): Promise<readonly IngressRule[]>;
  /** Availability Zone names of these subnets, such as `eu-west-1a`. */
  subnetZones(subnetIds: readonly string[]): Promise<readonly string[]>;
  /**
   * Those of these VPC endpoints that this account has in this Region, and that are not being deleted. An unknown id is not
   * an error: the endpoint is of another account or Region, or was deleted.
   */
  ownEndpoints(endpointIds: readonly string[]): Promise<readonly string[]>;
  /** Availability Zone names of an endpoint service; empty if AWS does not return them. */
  serviceZones(serviceName: string): Promise<readonly string[]>;
}
