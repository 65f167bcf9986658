/** Resources around VPC endpoints: security groups, subnets, and the Availability Zones of endpoint services. */

export interface InboundRule {
  /** `tcp`, `udp`, or `-1` for all protocols. */
  readonly protocol: string;
  /** Undefined for protocol `-1`. */
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
  /** Account that shares the subnet through AWS RAM; undefined for a subnet of this account. */
  readonly ownerAccount?: string;
}

export const DEFAULT_VPC_ID = 'vpc-0a1b2c3d4e5f60718';
export const DEFAULT_SUBNET_ID = 'subnet-0a1b2c3d4e5f60718';
export const DEFAULT_GROUP_ID = 'sg-0a1b2c3d4e5f60718';
export const VPC_CIDR = '10.0.0.0/16';

/** The inbound rule that MongoDB recommends. */
const OPEN: readonly InboundRule[] = [{ protocol: 'tcp', fromPort: 1024, toPort: 65_535, cidr: VPC_CIDR }];

export class Network {
  readonly securityGroups = new Map<string, LocalSecurityGroup>();
  readonly subnets = new Map<string, LocalSubnet>();
  private readonly serviceZones = new Map<string, readonly string[]>();
  private readonly privateDnsServices = new Set<string>();

  constructor(private readonly region: string) {
    this.ensure(DEFAULT_VPC_ID, [DEFAULT_SUBNET_ID], [DEFAULT_GROUP_ID]);
  }

  /**
   * Creates the subnets and groups of an endpoint if they are unknown: subnets in zone a, and groups that allow
   * MongoDB's ports.
   */
  ensure(vpcId: string, subnetIds: readonly string[], groupIds: readonly string[]): void {
    for (const subnetId of subnetIds)
      if (!this.subnets.has(subnetId)) this.setSubnet(subnetId, `${this.region}a`, vpcId);
    for (const groupId of groupIds)
      if (!this.securityGroups.has(groupId)) this.setInbound(groupId, OPEN, vpcId);
  }

  /** A VPC exists if it has a subnet or a security group. */
  hasVpc(vpcId: string): boolean {
    return [...this.subnets.values(), ...this.securityGroups.values()].some((one) => one.vpcId === vpcId);
  }

  /** Gives an endpoint service of another account a private DNS name. */
  setPrivateDns(serviceName: string): void {
    this.privateDnsServices.add(serviceName);
  }

  /** By default, the services of AWS have a private DNS name, and those of other accounts (Atlas's too) have none. */
  hasPrivateDns(serviceName: string): boolean {
    return this.privateDnsServices.has(serviceName) || !serviceName.startsWith('com.amazonaws.vpce.');
  }

  setSubnet(subnetId: string, availabilityZone: string, vpcId = DEFAULT_VPC_ID): void {
    this.subnets.set(subnetId, { subnetId, vpcId, availabilityZone });
  }

  /** Shares a subnet of another account, in its VPC, with this account. */
  shareSubnet(subnetId: string, ownerAccount: string, vpcId: string): void {
    this.subnets.set(subnetId, { subnetId, vpcId, availabilityZone: `${this.region}a`, ownerAccount });
  }

  /** An unknown subnet is created in this account, as for endpoints. */
  subnetOf(subnetId: string): LocalSubnet {
    const found = this.subnets.get(subnetId);
    if (found !== undefined) return found;
    this.setSubnet(subnetId, `${this.region}a`);
    return this.subnetOf(subnetId);
  }

  /** Replaces the group's inbound rules. */
  setInbound(groupId: string, inbound: readonly InboundRule[], vpcId = DEFAULT_VPC_ID): void {
    this.securityGroups.set(groupId, { groupId, vpcId, inbound });
  }

  /** Sets the service's Availability Zones; an empty list means that the service does not exist any more. */
  setServiceZones(serviceName: string, zones: readonly string[]): void {
    this.serviceZones.set(serviceName, zones);
  }

  /** By default, every service with a name of AWS's form exists in three zones. */
  zonesOf(serviceName: string): readonly string[] {
    const set = this.serviceZones.get(serviceName);
    if (set !== undefined) return set;
    return serviceName.startsWith('com.amazonaws.')
      ? ['a', 'b', 'c'].map((zone) => `${this.region}${zone}`)
      : [];
  }
}
