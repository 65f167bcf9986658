/** Invariants of links, records and endpoint services once everything has calmed. */
import { awsRegion } from '../../lambda/contract/regions.js';
import {
  linkParameterName,
  memberLinksPath,
  RegistryPath,
  type StoredLinkRecord,
} from '../../lambda/contract/registry.js';
import { LastLink } from '../../lib/index.js';
import { conclusionsIn, linkExecutionsIn } from '../worlds/published.js';
import type { MemberEndpoint } from './member-endpoint.js';
import type { OrganizationLife } from './organization-life.js';
import { isHome } from './organization-setting.js';

/** States of an endpoint whose connection Atlas cannot accept any more. */
const DEAD_STATES = ['rejected', 'failed', 'expired'];

/** @returns one sentence for each violation */
export function linkViolations(life: OrganizationLife): string[] {
  return [
    ...life.endpoints.flatMap((one) => violationsOf(life, one)),
    ...foreignViolations(life),
    ...serviceViolations(life),
    ...strayRecords(life),
  ];
}

/** The record that decides: in the hub, below the path of the endpoint's place. */
export function recordOf(life: OrganizationLife, one: MemberEndpoint): StoredLinkRecord | undefined {
  const value = life.world.home.aws.parameters.get(recordNameOf(one))?.value;
  return value === undefined ? undefined : (JSON.parse(value) as StoredLinkRecord);
}

function recordNameOf({ endpoint, place }: MemberEndpoint): string {
  const { account, region } = place.aws;
  const path = isHome(place.aws) ? undefined : memberLinksPath({ account, region: awsRegion(region) });
  return linkParameterName(endpoint.endpointId, path);
}

function violationsOf(life: OrganizationLife, one: MemberEndpoint): string[] {
  const { account, region } = one.place.aws;
  const found = findingsOf(life, one);
  return found.map((wording) => `${one.endpoint.endpointId} of ${account} in ${region} ${wording}`);
}

function findingsOf(life: OrganizationLife, one: MemberEndpoint): string[] {
  const record = recordOf(life, one);
  if (!one.wasSelected)
    return record === undefined || record.state === 'failed' || record.state === 'deleted'
      ? []
      : [`has a record with the state ${record.state}, although it was never to be linked`];
  // Nothing is decided about an account that cannot be entered; requests are checked all the same.
  if (!life.memberships.isServed(one.place.aws)) return [];
  if (one.endpoint.deletedAt !== undefined) return removalViolations(life, one, record);
  if (life.isWanted(one)) return livingViolations(one, record);
  return life.rules.unlinkDeselected ? removalViolations(life, one, record) : [];
}

function livingViolations(
  { endpoint, service }: MemberEndpoint,
  record: StoredLinkRecord | undefined,
): string[] {
  if (DEAD_STATES.includes(endpoint.state) || !service.isReady) return [];
  const link = service.links.get(endpoint.endpointId);
  // A refused last link is not re-created, because that would require its removal.
  if (link?.status === 'REJECTED')
    return record?.state === 'failed' ? [] : [`was refused, and its record has the state ${record?.state}`];
  return [
    ...(link?.status === 'AVAILABLE'
      ? []
      : [`is selected and alive, and its link in Atlas is ${link?.status}`]),
    ...(record?.state === 'available' ? [] : [`is linked, and its record has the state ${record?.state}`]),
  ];
}

function removalViolations(
  life: OrganizationLife,
  one: MemberEndpoint,
  record: StoredLinkRecord | undefined,
): string[] {
  const { endpointId } = one.endpoint;
  const { service } = one;
  if (!service.links.has(endpointId)) return leftoversOf(life, one);
  // Made by hand, and its endpoint was deleted before it could be adopted; or no record was ever written.
  if (record === undefined && (one.wasLinkedByHand || isOrphan(life, endpointId))) return [];
  if (life.rules.lastLink === LastLink.REMOVE)
    return [`is still linked, and its record has the state ${record?.state}`];
  if (service.links.size > 1)
    return [
      `is still linked, although it is not the last link of its service, and its record has the state ${record?.state}`,
    ];
  const isReported = conclusionsIn(life.world.home).some(
    ({ link, outcome }) => link.EndpointId === endpointId && outcome === 'retained',
  );
  return [
    ...(isReported ? [] : ['is retained, and no event reported it']),
    ...(record?.state === 'retained' ? [] : [`is retained, and its record has the state ${record?.state}`]),
  ];
}

/**
 * A registered link that the hub does not know: Parameter Store refused the claim, or the function crashed before it
 * started the execution, and the endpoint was deleted before the event was delivered again.
 */
function isOrphan({ world }: OrganizationLife, endpointId: string): boolean {
  return !linkExecutionsIn(world.home).some(({ name }) => name.startsWith(endpointId));
}

function leftoversOf(life: OrganizationLife, one: MemberEndpoint): string[] {
  const { parameters } = one.place.aws;
  const { endpointId } = one.endpoint;
  const left = [
    life.world.home.aws.parameters.get(recordNameOf(one)),
    ...(life.tampered.has(endpointId)
      ? []
      : parameters.below(`${RegistryPath.CONNECTION_STRINGS}/${endpointId}`, true)),
  ];
  return left.flatMap((parameter) =>
    parameter === undefined ? [] : `is unlinked, and ${parameter.name} was not deleted`,
  );
}

function foreignViolations({ world, foreign }: OrganizationLife): string[] {
  return foreign.flatMap(({ endpointId, service }) => [
    ...(world.atlas.journal.count({ method: 'DELETE', path: new RegExp(endpointId) }) > 0
      ? [`the link of foreign ${endpointId} was removed`]
      : []),
    ...(service.links.get(endpointId)?.status === 'AVAILABLE'
      ? []
      : [`the link of foreign ${endpointId} is not available any more`]),
    ...(service.isReady ? [] : [`the service of foreign ${endpointId} is not available any more`]),
  ]);
}

function serviceViolations({ rules, services }: OrganizationLife): string[] {
  if (rules.lastLink !== LastLink.KEEP) return [];
  return services
    .filter(({ isReady }) => !isReady)
    .map(({ id }) => `service ${id} is not available any more`);
}

/** Records in the hub of endpoints that have never existed in the place of the record. */
function strayRecords({ world, endpoints }: OrganizationLife): string[] {
  const known = endpoints.map(recordNameOf);
  return world.home.aws.parameters
    .below(RegistryPath.LINKS, true)
    .filter(({ name }) => !known.includes(name))
    .map(({ name }) => `${name} is in the registry, but its endpoint never existed there`);
}
