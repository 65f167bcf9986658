import type { LinkDescription } from '../../lambda/contract/attributes.js';
import type { LinkRecord } from '../../lambda/contract/registry.js';
import { registeredIn } from '../../lambda/domain/data-federation/federation-directory.js';
import { unlessUnreadable } from '../../lambda/domain/model/errors/unreadable-record-error.js';
import type { VpcEndpoint } from '../../lambda/domain/model/ports/ec2.js';
import { ownRecord } from '../../lambda/domain/model/values/own-record.js';
import type { Access } from '../session/access.js';
import {
  federatedProjectOf,
  firstError,
  isDedicated,
  type LinkPlace,
  othersThatList,
  placeOf,
  readProjectServices,
  withRecorded,
} from './project-services.js';

/** An endpoint and its link, as EC2, Atlas and the registry show them at one time; undefined if they do not. */
export interface LinkSnapshot {
  readonly endpointId: string;
  readonly endpoint: VpcEndpoint | undefined;
  readonly record: LinkRecord | undefined;
  /** What to do about a record that cannot be read; empty if there is no such record. */
  readonly recordProblem: string;
  readonly place: LinkPlace | undefined;
  /** Ids of other projects that have registered it with Data Federation. */
  readonly alsoIn: readonly string[];
  /** True if neither an own record nor EC2 says which of several projects it is for. */
  readonly isUndecided: boolean;
  readonly link: LinkDescription | undefined;
  /** The execution that the registry names is running. */
  readonly isRunning: boolean;
}

/**
 * @param inProject id of the only project that counts. Default: all
 * @throws AtlasError, RegistryUnavailableError, errors of the SDK
 */
export async function checkLink(
  access: Access,
  endpointId: string,
  inProject?: string,
): Promise<LinkSnapshot> {
  const [endpoint, { record, recordProblem }] = await Promise.all([
    access.endpoints.describe(endpointId),
    findRecord(access, endpointId),
  ]);
  const reader = withRecorded(access, record === undefined ? [] : [record]);
  const projects = (await readProjectServices(reader)).filter(
    ({ projectId }) => inProject === undefined || projectId === inProject,
  );
  const federated = federatedProjectOf(reader, endpoint, record);
  const recordedIn = registeredIn(ownRecord(record, access.automation));
  const place = placeOf(projects, { endpointId, endpoint, record, federated, registeredIn: recordedIn });
  const alsoIn = othersThatList(projects, endpointId, place);
  const isUndecided = alsoIn.length > 0 && recordedIn === undefined && federated?.kind !== 'project';
  const unreadable = firstError(projects, isDedicated(reader, endpoint));
  if (place === undefined && unreadable !== undefined) throw unreadable;
  const [link, isRunning] = await Promise.all([
    place === undefined ? undefined : findLink(access, place, endpointId),
    isExecutionUnderWay(access, record),
  ]);
  return { endpointId, endpoint, record, recordProblem, place, alsoIn, isUndecided, link, isRunning };
}

function findRecord(
  { registry }: Access,
  endpointId: string,
): Promise<Pick<LinkSnapshot, 'record' | 'recordProblem'>> {
  return unlessUnreadable(
    async () => ({ record: await registry.find(endpointId), recordProblem: '' }),
    ({ message }) => ({ record: undefined, recordProblem: message }),
  );
}

export function findLink({ atlas }: Pick<Access, 'atlas'>, place: LinkPlace, endpointId: string) {
  const { endpointServiceId } = place.service;
  return atlas.findLink({ cloudProvider: 'AWS', projectId: place.projectId, endpointServiceId, endpointId });
}

export async function isExecutionUnderWay(
  { workflow }: Pick<Access, 'workflow'>,
  record: LinkRecord | undefined,
): Promise<boolean> {
  if (record?.state !== 'linking' && record?.state !== 'unlinking') return false;
  return workflow.isRunning(record.execution);
}
