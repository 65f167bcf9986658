import type { IpPermission } from '@aws-sdk/client-ec2';
import type { IngressRule, NetworkPort } from '../domain/model/ports/ec2.js';
import { allPages } from './all-pages.js';
import { createVpcEndpoints } from './ec2-vpc-endpoints.js';
import { lazyEc2 } from './lazy-ec2.js';

/**
 * Requests resources by id and not by filter: EC2 returns an error for an unknown id, but a filter would omit it
 * silently.
 */
export function createNetwork(ec2 = lazyEc2()): NetworkPort {
  return {
    async ingressRules(securityGroupIds) {
      // Without ids, EC2 describes all resources of the account.
      if (securityGroupIds.length === 0) return [];
      const { sdk, client } = await ec2();
      const GroupIds = [...securityGroupIds];
      const groups = await allPages(async (NextToken) => {
        const request = new sdk.DescribeSecurityGroupsCommand({ GroupIds, NextToken });
        const response = await client.send(request);
        return { items: response.SecurityGroups, nextToken: response.NextToken };
      });
      return groups.flatMap(({ IpPermissions }) => IpPermissions ?? []).flatMap(toIngressRule);
    },
    async subnetZones(subnetIds) {
      if (subnetIds.length === 0) return [];
      const { sdk, client } = await ec2();
      const SubnetIds = [...subnetIds];
      const subnets = await allPages(async (NextToken) => {
        const response = await client.send(new sdk.DescribeSubnetsCommand({ SubnetIds, NextToken }));
        return { items: response.Subnets, nextToken: response.NextToken };
      });
      return subnets.flatMap(({ AvailabilityZone }) => AvailabilityZone ?? []);
    },
    async ownEndpoints(endpointIds) {
      const found = await createVpcEndpoints(ec2).describeAll(endpointIds);
      return found.filter(({ state }) => !GONE.includes(state)).map(({ endpointId }) => endpointId);
    },
    async serviceZones(serviceName) {
      const { sdk, client } = await ec2();
      const ServiceNames = [serviceName];
      return emptyIfHidden(async () => {
        const details = await allPages(async (NextToken) => {
          const request = new sdk.DescribeVpcEndpointServicesCommand({ ServiceNames, NextToken });
          const response = await client.send(request);
          return { items: response.ServiceDetails, nextToken: response.NextToken };
        });
        return details.flatMap(({ AvailabilityZones }) => AvailabilityZones ?? []);
      });
    },
  };
}

/** EC2 does not find a service of another Region by its name alone, or a service that this account may not use. */
async function emptyIfHidden(call: () => Promise<readonly string[]>): Promise<readonly string[]> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof Error && error.name === 'InvalidServiceName') return [];
    throw error;
  }
}

/** EC2 shows a deleted endpoint for some time. */
const GONE = ['deleting', 'deleted'];

const ALL_PROTOCOLS = '-1';
/** EC2 returns the protocol's name; some tools write IANA's number. */
const TCP = ['tcp', '6'];

/**
 * Every source in a rule (addresses, prefix lists, other groups) counts as allowed: EC2 does not say whether it is the
 * right one.
 */
function toIngressRule({ IpProtocol = '', FromPort, ToPort }: IpPermission): IngressRule[] {
  if (IpProtocol === ALL_PROTOCOLS) return [{ fromPort: 0, toPort: 65_535 }];
  return TCP.includes(IpProtocol) ? [{ fromPort: FromPort ?? 0, toPort: ToPort ?? 65_535 }] : [];
}
