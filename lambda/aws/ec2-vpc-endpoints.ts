import type { VpcEndpoint as Ec2VpcEndpoint } from '@aws-sdk/client-ec2';
import type { VpcEndpoint, VpcEndpointPort } from '../domain/ports.js';

/**
 * The EC2 client costs about 60 ms more to load than the rest of the bundle, so it is a chunk of its own, loaded
 * when EC2 is first asked: most looks at a link never do.
 */
async function loadEc2() {
  const sdk = await import('./ec2-client.js');
  return { sdk, client: new sdk.EC2Client({}) };
}

export function createVpcEndpoints(): VpcEndpointPort {
  let loading: ReturnType<typeof loadEc2> | undefined;
  const ec2 = () => {
    loading ??= loadEc2();
    return loading;
  };
  return {
    async describe(endpointId) {
      const { sdk, client } = await ec2();
      const request = new sdk.DescribeVpcEndpointsCommand({ VpcEndpointIds: [endpointId] });
      return undefinedIfUnknown(async () =>
        toVpcEndpoint((await client.send(request)).VpcEndpoints?.[0], endpointId),
      );
    },
    async tag(endpointId, tags) {
      const { sdk, client } = await ec2();
      const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
      await client.send(new sdk.CreateTagsCommand({ Resources: [endpointId], Tags }));
    },
  };
}

/** EC2 answers an unknown id with an error: for one not yet visible, and for one deleted a while ago. */
async function undefinedIfUnknown<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof Error && /^InvalidVpcEndpoint(Id)?\.NotFound$/.test(error.name)) return undefined;
    throw error;
  }
}

function toVpcEndpoint(found: Ec2VpcEndpoint | undefined, endpointId: string): VpcEndpoint | undefined {
  if (found === undefined) return undefined;
  return {
    endpointId: found.VpcEndpointId ?? endpointId,
    // EC2 and the SDK's types spell states in two ways (PendingAcceptance, pendingAcceptance).
    state: (found.State ?? '').toLowerCase(),
    type: (found.VpcEndpointType ?? '').toLowerCase(),
    serviceName: found.ServiceName ?? '',
    serviceRegion: found.ServiceRegion,
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
