/** Links of a hub with those of its members, from the hub's records: no role of a member is assumed. */

import { parseLinkRecord } from '../../lambda/aws/link-record.js';
import { allBelow } from '../../lambda/aws/parameters.js';
import type { LinkDescription } from '../../lambda/contract/attributes.js';
import {
  type LinkRecord,
  linkParameterName,
  memberLinksPath,
  RegistryPath,
} from '../../lambda/contract/registry.js';
import { atMostAtOnce } from '../../lambda/domain/model/at-most-at-once.js';
import { AtlasError } from '../../lambda/domain/model/errors/atlas-error.js';
import type { LinkList, LinkRow } from '../links/link-row.js';
import { listLinks } from '../links/list-links.js';
import { type ProjectServices, readProjectServices } from '../links/project-services.js';
import type { Access } from '../session/access.js';

/**
 * The services of each project are listed once, and Atlas is asked for a link only where its list and the record do not
 * agree: an organization has more links than Atlas takes requests in a minute.
 *
 * @throws RegistryUnavailableError, errors of the SDK
 */
export async function listHubLinks(access: Access): Promise<LinkList> {
  const records = await memberRecords(access);
  if (records.length === 0) return listLinks(access);
  const ofMembers = new Set(records.map(({ link }) => link.endpointId));
  const [own, projects] = await Promise.all([listLinks(access, ofMembers), readProjectServices(access)]);
  const listing = listingOf(projects);
  const found = await atMostAtOnce(ROWS_AT_ONCE, records, (record) => rowOf(access, record, listing));
  const rows = found.flatMap((row) => (row instanceof AtlasError ? [] : row));
  const errors = found.flatMap((row) => (row instanceof AtlasError ? row : []));
  const { account, region: endpointRegion } = access.automation.home;
  const others = own.rows.map((row) => ({
    ...row,
    ...(row.ec2State === '' ? NOWHERE : { account, endpointRegion }),
  }));
  return { rows: [...others, ...rows], errors: [...own.errors, ...errors] };
}

/** The account is not known of what EC2 does not show. */
const NOWHERE = { account: '', endpointRegion: '' };

/** Some rows cost a request. */
const ROWS_AT_ONCE = 10;

/** Records of members have the account and the Region in their names. */
async function memberRecords({ parameters }: Access): Promise<LinkRecord[]> {
  const found = await allBelow(parameters, RegistryPath.LINKS);
  return found.flatMap(({ Name = '', Value = '' }) => {
    const record = parseLinkRecord(Value);
    if (record === undefined) return [];
    return Name === linkParameterName(record.link.endpointId, memberLinksPath(record)) ? [record] : [];
  });
}

/** Whether Atlas lists the endpoint on the service of its record. Undefined: the project cannot be read. */
type Listing = (record: LinkRecord) => boolean | undefined;

function listingOf(projects: readonly ProjectServices[]): Listing {
  const unreadable = new Set(projects.flatMap((one) => ('error' in one ? one.projectId : [])));
  const listed = new Set(
    projects.flatMap((one) =>
      'services' in one
        ? one.services.flatMap((service) =>
            service.interfaceEndpoints.map((id) => keyOf(one.projectId, service.endpointServiceId, id)),
          )
        : [],
    ),
  );
  return ({ link: { projectId, endpointServiceId, endpointId } }) =>
    unreadable.has(projectId) ? undefined : listed.has(keyOf(projectId, endpointServiceId, endpointId));
}

function keyOf(...parts: readonly string[]): string {
  return parts.join(' ');
}

async function rowOf(access: Access, record: LinkRecord, listing: Listing): Promise<LinkRow | AtlasError> {
  const { link: recorded, account, region, state, warnings, message } = record;
  const { projectId, endpointServiceId, endpointId } = recorded;
  try {
    const link = await linkOf(access, record, listing(record));
    return {
      cloudProvider: 'AWS',
      endpointId,
      name: '',
      region,
      projectId,
      endpointServiceId,
      endpointServiceName: '',
      listed: link !== undefined,
      selected: null,
      atlasStatus: link?.connectionStatus ?? '',
      ec2State: '',
      registryState: state,
      warnings,
      note: link?.errorMessage || message,
      account,
      endpointRegion: region,
    };
  } catch (error) {
    if (error instanceof AtlasError) return error;
    throw error;
  }
}

/** A link that was not made, and one that is gone. */
const NOT_IN_ATLAS: readonly LinkRecord['state'][] = ['failed', 'deleted'];

/**
 * As the reconciliation, which checks each link once a day besides: an available link that Atlas lists is as recorded.
 *
 * @throws AtlasError
 */
async function linkOf(
  { atlas }: Access,
  { link, state }: LinkRecord,
  isListed: boolean | undefined,
): Promise<LinkDescription | undefined> {
  const { projectId, endpointServiceId, endpointId } = link;
  if (endpointServiceId === '') return undefined;
  if (isListed === true && state === 'available') return link;
  if (isListed === false && NOT_IN_ATLAS.includes(state)) return undefined;
  return atlas.findLink({ cloudProvider: 'AWS', projectId, endpointServiceId, endpointId });
}
