/** Connection strings that are stored for endpoints, compared with those that Atlas lists. */

import { connectionStringParameterName, RegistryPath } from '../../lambda/contract/registry.js';
import { type PrivateStrings, privateStringsOf } from '../../local/atlas/index.js';
import { recordOf } from './link-invariants.js';
import type { MemberEndpoint } from './member-endpoint.js';
import type { OrganizationLife } from './organization-life.js';

/** @returns one sentence for each endpoint with an available link whose stored strings are not those of Atlas */
export function stringViolations(life: OrganizationLife): string[] {
  return life.endpoints.filter((one) => isCurrent(life, one)).flatMap((one) => violationsOf(life, one));
}

/** The hub is to store the strings of an endpoint that is linked, that it can enter, and that nobody has tampered with. */
function isCurrent(life: OrganizationLife, one: MemberEndpoint): boolean {
  const { endpoint, place, service } = one;
  if (life.tampered.has(endpoint.endpointId) || !life.memberships.isServed(place.aws)) return false;
  const isLinked = service.links.get(endpoint.endpointId)?.status === 'AVAILABLE';
  return isLinked && life.isWanted(one) && recordOf(life, one)?.state === 'available';
}

function violationsOf(life: OrganizationLife, one: MemberEndpoint): string[] {
  const { endpointId } = one.endpoint;
  const { account, region, parameters } = one.place.aws;
  const listed = listedFor(life, one);
  const stored = parameters.below(`${RegistryPath.CONNECTION_STRINGS}/${endpointId}`, true);
  const isSame =
    stored.length === listed.size && stored.every(({ name, value }) => listed.get(name) === value);
  if (isSame) return [];
  const shown = JSON.stringify(Object.fromEntries(stored.map(({ name, value }) => [name, value])));
  return [
    `the connection strings of ${endpointId} in ${account} in ${region} are ${shown}, and Atlas lists ${JSON.stringify(Object.fromEntries(listed))}`,
  ];
}

/** By parameter name. */
function listedFor(life: OrganizationLife, one: MemberEndpoint): Map<string, string> {
  const { world } = life;
  const project = life.projectOf(one);
  const { endpointId } = one.endpoint;
  const { connectionStringsSeconds } = world.atlas.world.timings;
  return new Map(
    project.clusters.flatMap((cluster) =>
      privateStringsOf(project, cluster, world.time.now(), connectionStringsSeconds)
        .filter(({ endpoints }) => endpoints.some((listed) => listed.endpointId === endpointId))
        .flatMap((strings) => namedStrings(endpointId, cluster.name, strings)),
    ),
  );
}

function namedStrings(endpointId: string, cluster: string, strings: PrivateStrings): [string, string][] {
  const { srvConnectionString, connectionString, srvShardOptimizedConnectionString } = strings;
  const nameOf = (kind: 'srv' | 'standard' | 'srvShardOptimized') =>
    connectionStringParameterName(endpointId, cluster, kind);
  return [
    [nameOf('srv'), srvConnectionString],
    [nameOf('standard'), connectionString],
    ...(srvShardOptimizedConnectionString === undefined
      ? []
      : [[nameOf('srvShardOptimized'), srvShardOptimizedConnectionString] as [string, string]]),
  ];
}
