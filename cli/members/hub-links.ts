/** Links of a hub with those of its members, from the hub's records: no role of a member is assumed. */

import { parseLinkRecord } from '../../lambda/aws/link-record.js';
import { allBelow } from '../../lambda/aws/parameters.js';
import {
  type LinkRecord,
  linkParameterName,
  memberLinksPath,
  RegistryPath,
} from '../../lambda/contract/registry.js';
import { atMostAtOnce } from '../../lambda/domain/model/at-most-at-once.js';
import { AtlasError } from '../../lambda/domain/model/errors/atlas-error.js';
import type { Access } from '../access.js';
import type { LinkList, LinkRow } from '../links/link-row.js';
import { listLinks } from '../links/list-links.js';

/** @throws RegistryUnavailableError, errors of the SDK */
export async function listHubLinks(access: Access): Promise<LinkList> {
  const [own, records] = await Promise.all([listLinks(access), memberRecords(access)]);
  if (records.length === 0) return own;
  const ofMembers = await atMostAtOnce(ROWS_AT_ONCE, records, (record) => rowOf(access, record));
  const rows = ofMembers.flatMap((row) => (row instanceof AtlasError ? [] : row));
  const errors = ofMembers.flatMap((row) => (row instanceof AtlasError ? row : []));
  const known = new Set(records.map(({ link }) => link.endpointId));
  const { account, region: endpointRegion } = access.automation.home;
  const others = own.rows
    .filter((row) => !known.has(row.endpointId) || row.ec2State !== '')
    .map((row) => ({ ...row, ...(row.ec2State === '' ? NOWHERE : { account, endpointRegion }) }));
  return { rows: [...others, ...rows], errors: [...own.errors, ...errors] };
}

/** The account is not known of what EC2 does not show. */
const NOWHERE = { account: '', endpointRegion: '' };

/** Each row costs a request. */
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

async function rowOf({ atlas }: Access, record: LinkRecord): Promise<LinkRow | AtlasError> {
  const { link: recorded, account, region, state, warnings, message } = record;
  const { projectId, endpointServiceId, endpointId } = recorded;
  try {
    const link =
      endpointServiceId === ''
        ? undefined
        : await atlas.findLink({ cloudProvider: 'AWS', projectId, endpointServiceId, endpointId });
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
