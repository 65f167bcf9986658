/** One project as Atlas, EC2 and the registry see it, before the links are checked one by one. */
import type { LinkRecord } from '../../contract/registry.js';
import type { UnreadableRecord } from '../model/errors/unreadable-record-error.js';
import type { AtlasPort, EndpointService } from '../model/ports/atlas.js';
import type { VpcEndpoint, VpcEndpointListPort } from '../model/ports/ec2.js';

export interface ProjectSnapshot {
  readonly projectId: string;
  readonly services: readonly EndpointService[];
  readonly endpoints: ReadonlyMap<string, VpcEndpoint>;
  readonly records: ReadonlyMap<string, LinkRecord>;
  /** Endpoints whose records cannot be read, and may be anybody's. */
  readonly unreadable: ReadonlyMap<string, UnreadableRecord>;
  /** Everything that one of the three knows, in order. */
  readonly endpointIds: readonly string[];
}

/** @throws AtlasError */
export async function takeSnapshot(
  atlas: AtlasPort,
  endpoints: VpcEndpointListPort,
  records: readonly LinkRecord[],
  projectId: string,
  unreadable: readonly UnreadableRecord[] = [],
): Promise<ProjectSnapshot> {
  const services = await atlas.listEndpointServices(projectId, 'AWS');
  const names = services.flatMap(({ endpointServiceName }) => endpointServiceName ?? []);
  const found = names.length === 0 ? [] : await endpoints.listByServiceNames(names);
  const own = records.filter(({ link }) => link.projectId === projectId);
  const ids = [
    ...services.flatMap(({ interfaceEndpoints }) => interfaceEndpoints),
    ...found.map(({ endpointId }) => endpointId),
    ...own.map(({ link }) => link.endpointId),
  ];
  return {
    projectId,
    services,
    endpoints: new Map(found.map((endpoint) => [endpoint.endpointId, endpoint])),
    records: new Map(own.map((record) => [record.link.endpointId, record])),
    unreadable: new Map(unreadable.map((record) => [record.endpointId, record])),
    endpointIds: [...new Set(ids)].sort(),
  };
}

/** The service that lists the endpoint, or the one that the endpoint leads to. */
export function serviceOf(
  { services, endpoints }: ProjectSnapshot,
  endpointId: string,
): EndpointService | undefined {
  const name = endpoints.get(endpointId)?.serviceName;
  return (
    services.find(({ interfaceEndpoints }) => interfaceEndpoints.includes(endpointId)) ??
    services.find(({ endpointServiceName }) => name !== undefined && endpointServiceName === name)
  );
}
