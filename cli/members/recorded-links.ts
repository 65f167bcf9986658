/** Links of a member, as its own Parameter Store and EC2 show them: Atlas is asked by the hub alone. */
import type { LinkRecord } from '../../lambda/contract/registry.js';
import {
  reportUnreadableRecord,
  unlessUnreadable,
} from '../../lambda/domain/model/errors/unreadable-record-error.js';
import type { VpcEndpoint } from '../../lambda/domain/model/ports/ec2.js';
import type { LinkSnapshot } from '../links/check-link.js';
import { nameOf } from '../links/endpoint-name.js';
import type { LinkRow } from '../links/link-row.js';
import type { OwnMember } from './own-member.js';

/** As the hub last recorded it. */
export const RECORDED_NOTE =
  'Read from the copies in this account, as of the last conclusion. Atlas, and what is under way, only the credentials of the hub show.';

/** @throws RegistryUnavailableError, errors of the SDK */
export async function recordedLinks({ registry, interfaceEndpoints, place }: OwnMember): Promise<LinkRow[]> {
  const unreadable: LinkRow[] = [];
  const [records, endpoints] = await Promise.all([
    registry.list((record) =>
      unreadable.push({
        ...EMPTY_ROW,
        ...place,
        endpointId: record.endpointId,
        note: reportUnreadableRecord(record),
      }),
    ),
    interfaceEndpoints.list(),
  ]);
  const byId = new Map(endpoints.map((endpoint) => [endpoint.endpointId, endpoint]));
  return [...records.map((record) => rowOf(record, byId.get(record.link.endpointId))), ...unreadable];
}

const EMPTY_ROW: LinkRow = {
  cloudProvider: 'AWS',
  endpointId: '',
  name: '',
  region: '',
  projectId: '',
  endpointServiceId: '',
  endpointServiceName: '',
  listed: false,
  selected: null,
  atlasStatus: '',
  ec2State: '',
  registryState: '',
  warnings: [],
  note: '',
};

function rowOf(record: LinkRecord, endpoint: VpcEndpoint | undefined): LinkRow {
  const { link, state, message, warnings, region } = record;
  return {
    ...EMPTY_ROW,
    endpointId: link.endpointId,
    name: nameOf(endpoint),
    region: endpoint?.serviceRegion ?? region,
    projectId: link.projectId,
    endpointServiceId: link.endpointServiceId,
    endpointServiceName: endpoint?.serviceName ?? '',
    listed: linkIn(record) !== undefined,
    atlasStatus: linkIn(record)?.connectionStatus ?? '',
    ec2State: endpoint?.state ?? '',
    registryState: state,
    warnings,
    note: message,
  };
}

/** @returns undefined if the hub's conclusion was another than that the link exists */
function linkIn(record: LinkRecord | undefined) {
  return record?.state === 'available' || record?.state === 'retained' ? record.link : undefined;
}

/** @throws RegistryUnavailableError, errors of the SDK */
export async function recordedLink(
  { registry, endpoints }: OwnMember,
  endpointId: string,
): Promise<LinkSnapshot> {
  const [endpoint, { record, recordProblem }] = await Promise.all([
    endpoints.describe(endpointId),
    unlessUnreadable<Pick<LinkSnapshot, 'record' | 'recordProblem'>>(
      async () => ({ record: await registry.find(endpointId), recordProblem: '' }),
      ({ message }) => ({ record: undefined, recordProblem: message }),
    ),
  ]);
  const link = linkIn(record);
  const nowhere = { place: undefined, alsoIn: [], isUndecided: false };
  return { endpointId, endpoint, record, recordProblem, ...nowhere, link, isRunning: false };
}
