/** Network containers. Atlas creates one for each cloud provider and Region of clusters or endpoint services. */
import type { Cluster } from './cluster.js';
import type { EndpointService } from './endpoint-service.js';
import { hashedId } from './object-id.js';

export interface Container {
  readonly id: string;
  readonly providerName: string;
  readonly [field: string]: unknown;
}

/** A container that a client asks for. */
export interface NewContainer {
  readonly providerName: 'AWS' | 'AZURE' | 'GCP';
  /** Empty for Google Cloud. */
  readonly regionName: string;
  readonly atlasCidrBlock: string;
}

interface ContainersOfProject {
  readonly id: string;
  readonly services: ReadonlyMap<string, EndpointService>;
  readonly clusters: readonly Cluster[];
  readonly containers: ReadonlyMap<string, NewContainer>;
}

interface ContainerPlace {
  readonly providerName: string;
  readonly regionName: string;
  readonly provisioned: boolean;
}

/** Those in use, and those that a client has made. */
export function containersOf(project: ContainersOfProject): Container[] {
  const places = new Map<string, ContainerPlace>();
  const note = (providerName: string, regionName: string, provisioned: boolean) => {
    const key = `${providerName} ${providerName === 'GCP' ? '' : regionName}`;
    const known = places.get(key);
    places.set(key, { providerName, regionName, provisioned: provisioned || (known?.provisioned ?? false) });
  };
  for (const { providerName, regionName } of project.containers.values())
    note(providerName, regionName, false);
  for (const { provider, regionName } of project.services.values()) note(provider, regionName, false);
  for (const { provider, regionNames } of project.clusters)
    for (const regionName of provider === 'TENANT' ? [] : regionNames) note(provider, regionName, true);
  return Array.from(places, ([key, place]) => {
    const id = hashedId(`${project.id} ${key}`);
    return containerBody(id, place, project.containers.get(id)?.atlasCidrBlock);
  });
}

function containerBody(
  id: string,
  { providerName, regionName, provisioned }: ContainerPlace,
  atlasCidrBlock = providerName === 'GCP' ? '192.168.0.0/18' : '192.168.248.0/21',
): Container {
  const common = { id, providerName, provisioned };
  switch (providerName) {
    case 'AZURE':
      return {
        atlasCidrBlock,
        azureSubscriptionId: provisioned ? id : null,
        ...common,
        region: regionName,
        vnetName: provisioned ? `vnet_${id}` : null,
      };
    case 'GCP':
      return {
        atlasCidrBlock,
        gcpProjectId: provisioned ? `p-${id}` : null,
        ...common,
        networkName: provisioned ? `nt-${id}-abcdefgh` : null,
        regions: [],
      };
    default:
      return {
        atlasCidrBlock,
        ...common,
        regionName,
        vpcId: provisioned ? `vpc-${id.slice(0, 17)}` : null,
      };
  }
}
