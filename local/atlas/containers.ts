/** Network containers. Atlas creates one for each cloud provider and Region of clusters or endpoint services. */
import type { Project } from './atlas-world.js';
import { hashedId } from './object-id.js';

export interface Container {
  readonly id: string;
  readonly providerName: string;
  readonly [field: string]: unknown;
}

export function containersOf(project: Project): Container[] {
  const places = new Map<string, { providerName: string; regionName: string; provisioned: boolean }>();
  const note = (providerName: string, regionName: string, provisioned: boolean) => {
    const key = `${providerName} ${providerName === 'GCP' ? '' : regionName}`;
    const known = places.get(key);
    places.set(key, { providerName, regionName, provisioned: provisioned || (known?.provisioned ?? false) });
  };
  for (const { provider, regionName } of project.services.values()) note(provider, regionName, false);
  for (const { provider, regionNames } of project.clusters)
    for (const regionName of provider === 'TENANT' ? [] : regionNames) note(provider, regionName, true);
  return Array.from(places, ([key, place]) => containerBody(hashedId(`${project.id} ${key}`), place));
}

function containerBody(
  id: string,
  {
    providerName,
    regionName,
    provisioned,
  }: { providerName: string; regionName: string; provisioned: boolean },
): Container {
  const common = { id, providerName, provisioned };
  switch (providerName) {
    case 'AZURE':
      return {
        atlasCidrBlock: '192.168.248.0/21',
        azureSubscriptionId: provisioned ? id : null,
        ...common,
        region: regionName,
        vnetName: provisioned ? `vnet_${id}` : null,
      };
    case 'GCP':
      return {
        atlasCidrBlock: '192.168.0.0/18',
        gcpProjectId: provisioned ? `p-${id}` : null,
        ...common,
        networkName: provisioned ? `nt-${id}-abcdefgh` : null,
        regions: [],
      };
    default:
      return {
        atlasCidrBlock: '192.168.248.0/21',
        ...common,
        regionName,
        vpcId: provisioned ? `vpc-${id.slice(0, 17)}` : null,
      };
  }
}
