/** What surrounds VPC endpoints: security groups, subnets, and where endpoint services are offered. */

export interface InboundRule {
  /** `tcp`, `udp`, or `-1` for everything. */
  readonly protocol: string;
  /** Undefined with protocol `-1`. */
  readonly fromPort?: number;
  readonly toPort?: number;
  readonly cidr: string;
}

export interface LocalSecurityGroup {
  readonly groupId: string;
  readonly vpcId: string;
  readonly inbound: readonly InboundRule[];
}

export interface LocalSubnet {
  readonly subnetId: string;
  readonly vpcId: string;
  readonly availabilityZone: string;
  /** Account that shares it through AWS RAM; undefined for this account's own. */
  readonly ownerAccount?: string;
}

export const DEFAULT_VPC_ID = 'vpc-0a1b2c3d4e5f60718';
export const DEFAULT_SUBNET_ID = 'subnet-0a1b2c3d4e5f60718';
export const DEFAULT_GROUP_ID = 'sg-0a1b2c3d4e5f60718';
export const VPC_CIDR = '10.0.0.0/16';

/** What MongoDB asks for. */
const OPEN: readonly InboundRule[] = [{ protocol: 'tcp', fromPort: 1024, toPort: 65_535, cidr: VPC_CIDR }];

export class Network {
  readonly securityGroups = new Map<string, LocalSecurityGroup>();
  readonly subnets = new Map<string, LocalSubnet>();
  private readonly serviceZones = new Map<string, readonly string[]>();

  constructor(private readonly region: string) {
    this.ensure(DEFAULT_VPC_ID, [DEFAULT_SUBNET_ID], [DEFAULT_GROUP_ID]);
  }

  /** An endpoint can only be made in what is there: unknown ones become a subnet in zone a and an open group. */
  ensure(vpcId: string, subnetIds: readonly string[], groupIds: readonly string[]): void {
    for (const subnetId of subnetIds)
      if (!this.subnets.has(subnetId)) this.setSubnet(subnetId, `${this.region}a`, vpcId);
    for (const groupId of groupIds)
      if (!this.securityGroups.has(groupId)) this.setInbound(groupId, OPEN, vpcId);
  }

  setSubnet(subnetId: string, availabilityZone: string, vpcId = DEFAULT_VPC_ID): void {
    this.subnets.set(subnetId, { subnetId, vpcId, availabilityZone });
  }

  /** A subnet of another account, and of its VPC, that is shared with this one. */
  shareSubnet(subnetId: string, ownerAccount: string, vpcId: string): void {
    this.subnets.set(subnetId, { subnetId, vpcId, availabilityZone: `${this.region}a`, ownerAccount });
  }

  /** What is not known becomes a subnet of this account, as for endpoints. */
  subnetOf(subnetId: string): LocalSubnet {
    const found = this.subnets.get(subnetId);
    if (found !== undefined) return found;
    this.setSubnet(subnetId, `${this.region}a`);
    return this.subnetOf(subnetId);
  }

  /** The group's inbound rules from now on. */
  setInbound(groupId: string, inbound: readonly InboundRule[], vpcId = DEFAULT_VPC_ID): void {
    this.securityGroups.set(groupId, { groupId, vpcId, inbound });
  }

  /** Availability Zones in which the service can be reached; an empty list is a service that is no more. */
  setServiceZones(serviceName: string, zones: readonly string[]): void {
    this.serviceZones.set(serviceName, zones);
  }

  /** By default every service of AWS's form is there, in three zones. */
  zonesOf(serviceName: string): readonly string[] {
    const set = this.serviceZones.get(serviceName);
    if (set !== undefined) return set;
    return serviceName.startsWith('com.amazonaws.')
      ? ['a', 'b', 'c'].map((zone) => `${this.region}${zone}`)
      : [];
  }
}
