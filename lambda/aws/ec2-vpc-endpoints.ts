import type { VpcEndpoint as Ec2VpcEndpoint } from '@aws-sdk/client-ec2';
import { EC2_FILTER_VALUES_LIMIT, EC2_SMALLEST_PAGE } from '../contract/limits.js';
import { awsRegion } from '../contract/regions.js';
import { ItemRefusedError } from '../domain/model/errors/item-refused-error.js';
import type {
  Ec2ProbePort,
  VpcEndpoint,
  VpcEndpointListPort,
  VpcEndpointPort,
  VpcEndpointSetPort,
} from '../domain/model/ports/ec2.js';
import { allPages } from './all-pages.js';
import { namingRefusedItem } from './item-refusal.js';
import { type LazyEc2, lazyEc2 } from './lazy-ec2.js';

export function createVpcEndpoints(
  ec2 = lazyEc2(),
): VpcEndpointPort & VpcEndpointListPort & VpcEndpointSetPort & Ec2ProbePort {
  return {
    async describe(endpointId) {
      const { sdk, client } = await ec2();
      const request = new sdk.DescribeVpcEndpointsCommand({ VpcEndpointIds: [endpointId] });
      return namingRefusedItem(endpointId, () =>
        undefinedIfUnknown(async () => {
          const found = (await client.send(request)).VpcEndpoints?.[0];
          if (found === undefined) throw emptyResponse(endpointId);
          return toVpcEndpoint(found, endpointId);
        }),
      );
    },
    async tag(endpointId, tags) {
      const { sdk, client } = await ec2();
      const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
      await client.send(new sdk.CreateTagsCommand({ Resources: [endpointId], Tags }));
    },
    listByServiceNames: (serviceNames) => listByServiceNames(ec2, serviceNames),
    describeAll: (endpointIds) => listAll(ec2, 'vpc-endpoint-id', endpointIds),
    async probe() {
      const { sdk, client } = await ec2();
      await client.send(new sdk.DescribeVpcEndpointsCommand({ MaxResults: EC2_SMALLEST_PAGE }));
    },
  };
}

/**
 * With more services than a filter holds, all interface endpoints are listed: one list, however many Atlas projects there
 * are. An account and Region rarely has more of them than a page.
 */
async function listByServiceNames(ec2: LazyEc2, serviceNames: readonly string[]): Promise<VpcEndpoint[]> {
  const wanted = new Set(serviceNames);
  if (wanted.size <= EC2_FILTER_VALUES_LIMIT) return listAll(ec2, 'service-name', serviceNames);
  const all = await listAll(ec2, 'vpc-endpoint-type', ['Interface']);
  return all.filter(({ serviceName }) => wanted.has(serviceName));
}

/**
 * Lists endpoints by the values of one filter. Without values it sends no request, because EC2 refuses an empty filter.
 */
async function listAll(
  ec2: LazyEc2,
  filterName: string,
  filterValues: readonly string[],
): Promise<VpcEndpoint[]> {
  const values = [...new Set(filterValues)];
  const found: Ec2VpcEndpoint[] = [];
  for (let start = 0; start < values.length; start += EC2_FILTER_VALUES_LIMIT) {
    const some = values.slice(start, start + EC2_FILTER_VALUES_LIMIT);
    found.push(...(await namingRefusedItem(some.join(' '), () => filtered(ec2, filterName, some))));
  }
  return found.flatMap((one) =>
    one.VpcEndpointId === undefined ? [] : toVpcEndpoint(one, one.VpcEndpointId),
  );
}

/** EC2 returns an error for an unknown id, never an empty list, so an empty response is not about the endpoint. */
function emptyResponse(endpointId: string): ItemRefusedError {
  return new ItemRefusedError(
    `EC2 responded without VPC endpoint ${endpointId}, and without an error that it does not exist.`,
  );
}

async function filtered(ec2: LazyEc2, name: string, values: string[]): Promise<Ec2VpcEndpoint[]> {
  const { sdk, client } = await ec2();
  const Filters = [{ Name: name, Values: values }];
  return allPages(async (NextToken) => {
    const response = await client.send(new sdk.DescribeVpcEndpointsCommand({ Filters, NextToken }));
    return { items: response.VpcEndpoints, nextToken: response.NextToken };
  });
}

/** EC2 returns an error for an id that is not visible yet or was deleted some time ago. */
async function undefinedIfUnknown<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof Error && /^InvalidVpcEndpoint(Id)?\.NotFound$/.test(error.name)) return undefined;
    throw error;
  }
}

export function toVpcEndpoint(found: Ec2VpcEndpoint, endpointId: string): VpcEndpoint {
  return {
    endpointId: found.VpcEndpointId ?? endpointId,
    // EC2 and the SDK's types spell states in two ways (PendingAcceptance, pendingAcceptance).
    state: (found.State ?? '').toLowerCase(),
    type: (found.VpcEndpointType ?? '').toLowerCase(),
    serviceName: found.ServiceName ?? '',
    serviceRegion: found.ServiceRegion === undefined ? undefined : awsRegion(found.ServiceRegion),
    vpcId: found.VpcId ?? '',
    ownerAccount: found.OwnerId ?? '',
    subnetIds: found.SubnetIds ?? [],
    securityGroupIds: (found.Groups ?? []).flatMap(({ GroupId }) => GroupId ?? []),
    privateDnsEnabled: found.PrivateDnsEnabled ?? false,
    tags: Object.fromEntries((found.Tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? ''])),
    requesterManaged: found.RequesterManaged ?? false,
    createdAt: found.CreationTimestamp,
  };
}
