import type { LinkDescription } from '../../lambda/contract/attributes.js';
import { awsRegionNamed } from '../../lambda/contract/regions.js';
import { serviceKindOf } from '../../lambda/contract/service-kind.js';
import { DECLARED_TAG } from '../../lambda/contract/tags.js';
import { reachRefusal } from '../../lambda/domain/members/project-reach.js';
import { atMostAtOnce } from '../../lambda/domain/model/at-most-at-once.js';
import { checkEligibility } from '../../lambda/domain/model/eligibility.js';
import { isSelected } from '../../lambda/domain/model/endpoint-selection.js';
import { AtlasError } from '../../lambda/domain/model/errors/atlas-error.js';
import {
  reportUnreadableRecord,
  type UnreadableRecord,
} from '../../lambda/domain/model/errors/unreadable-record-error.js';
import { describeHolder } from '../../lambda/domain/model/values/own-record.js';
import { checkItem } from '../../lambda/domain/reconciling/reconcile-check.js';
import { planItem, type ReconciledItem } from '../../lambda/domain/reconciling/reconcile-plan.js';
import { type ProjectSnapshot, takeSnapshot } from '../../lambda/domain/reconciling/reconcile-snapshot.js';
import { RegistryList } from '../../lambda/domain/reconciling/registry-list.js';
import type { Access } from '../session/access.js';
import { nameOf } from './endpoint-name.js';
import type { LinkList, LinkRow } from './link-row.js';
import { PROJECTS_AT_ONCE, withRecorded } from './project-services.js';

/**
 * @param isWanted whether an endpoint that neither EC2 nor a record shows here is listed: it may be of another place
 * @throws RegistryUnavailableError, errors of the SDK
 */
export async function listAwsLinks(
  access: Access,
  isWanted: (endpointId: string) => boolean,
): Promise<LinkList> {
  const unreadable: UnreadableRecord[] = [];
  const records = await access.registry.list((record) => unreadable.push(record));
  const reader = withRecorded(access, records);
  const lists = await atMostAtOnce(PROJECTS_AT_ONCE, access.automation.projects, async ({ projectId }) => {
    try {
      const snapshot = await takeSnapshot(ownOf(reader), new RegistryList(records, unreadable), projectId);
      const { rows, errors } = await rowsOf(access, withoutOthers(snapshot, isWanted));
      const { federationError } = snapshot;
      return { rows, errors: federationError === undefined ? errors : [federationError, ...errors] };
    } catch (error) {
      if (error instanceof AtlasError) return { rows: [], errors: [error] };
      throw error;
    }
  });
  return { rows: lists.flatMap(({ rows }) => rows), errors: lists.flatMap(({ errors }) => errors) };
}

function ownOf({ automation, ...access }: Access) {
  const { owner, account, region } = automation;
  return { ...access, owner, account, region };
}

function withoutOthers(
  snapshot: ProjectSnapshot,
  isWanted: (endpointId: string) => boolean,
): ProjectSnapshot {
  const { endpoints, records } = snapshot;
  const isHere = (id: string) => endpoints.has(id) || records.has(id);
  const endpointIds = snapshot.endpointIds.filter((id) => isHere(id) || isWanted(id));
  return { ...snapshot, endpointIds };
}

/** Each row costs one or two requests. */
const ROWS_AT_ONCE = 10;

async function rowsOf(access: Access, snapshot: ProjectSnapshot): Promise<LinkList> {
  const rows: LinkRow[] = [];
  const errors: AtlasError[] = [];
  for (let start = 0; start < snapshot.endpointIds.length; start += ROWS_AT_ONCE) {
    const ids = snapshot.endpointIds.slice(start, start + ROWS_AT_ONCE);
    for (const row of await Promise.all(ids.map((id) => checkRow(access, snapshot, id)))) {
      if (row instanceof AtlasError) errors.push(row);
      else rows.push(row);
    }
  }
  return { rows, errors };
}

async function checkRow(
  access: Access,
  snapshot: ProjectSnapshot,
  endpointId: string,
): Promise<LinkRow | AtlasError> {
  const { atlas, endpoints, executionStates, automation } = access;
  const { owner, account, region } = automation;
  const item = await checkItem(
    { owner, account, region, atlas, endpoints, endpointList: endpoints, executionStates },
    snapshot,
    endpointId,
  );
  if (item instanceof AtlasError) return item;
  const link = item.link ?? (await linkUnmanaged(access, snapshot.projectId, item));
  return rowOf(access, snapshot.projectId, item, link);
}

/** The reconciliation does not request links of other accounts; for a person, their status is read. */
async function linkUnmanaged(
  { atlas }: Access,
  projectId: string,
  { endpointId, isListed, service }: ReconciledItem,
): Promise<LinkDescription | undefined> {
  if (!isListed || service === undefined) return undefined;
  const { endpointServiceId } = service;
  return atlas.findLink({ cloudProvider: 'AWS', projectId, endpointServiceId, endpointId });
}

function rowOf(
  access: Pick<Access, 'automation' | 'clock'>,
  projectId: string,
  item: ReconciledItem,
  link: LinkDescription | undefined,
): LinkRow {
  const { automation } = access;
  const { endpointId, service, endpoint } = item;
  const record = item.record ?? item.others;
  return {
    cloudProvider: 'AWS',
    endpointId,
    name: nameOf(endpoint),
    region: regionOf(automation, item),
    projectId: item.undecided === undefined ? projectId : '',
    listed: item.isListed,
    selected: endpoint === undefined ? null : isSelected(automation.selection, endpoint),
    endpointServiceId: service?.endpointServiceId ?? record?.link.endpointServiceId ?? '',
    endpointServiceName: isUncertain(item) ? '' : (service?.endpointServiceName ?? ''),
    atlasStatus: link?.connectionStatus ?? '',
    ec2State: endpoint?.state ?? '',
    registryState: record?.state ?? '',
    warnings: record?.warnings ?? [],
    note: noteOn(access, projectId, item),
  };
}

/** A registration with Data Federation does not say which Region's service its endpoint connects to; EC2 does. */
function isUncertain({ service, endpoint }: ReconciledItem): boolean {
  return service !== undefined && serviceKindOf(service) === 'data-federation' && endpoint === undefined;
}

function regionOf({ region }: Access['automation'], item: ReconciledItem): string {
  const { service, record } = item;
  if (isUncertain(item)) return record?.region ?? '';
  return service === undefined ? region : awsRegionNamed(service.regionName);
}

/** Uses the messages of the eligibility check and of the reconciliation, which define these rules. */
function noteOn(
  { automation, clock }: Pick<Access, 'automation' | 'clock'>,
  projectId: string,
  item: ReconciledItem,
): string {
  const { selection, unlinkDeselected } = automation;
  const notAllowed = item.isListed ? undefined : reachRefusal(automation.projects, projectId, automation);
  if (notAllowed !== undefined) return notAllowed.message;
  const { action } = planItem(item, { selection, unlinkDeselected, now: clock.now() });
  if (action.kind !== 'nothing') return action.message;
  const { endpoint, record, others, unreadable, isRunning, link } = item;
  if (unreadable !== undefined) return reportUnreadableRecord(unreadable);
  if (others !== undefined) return `Left alone: ${describeHolder(others)}.`;
  if (isRunning) return `Execution ${record?.execution} is under way.`;
  if (endpoint?.tags[DECLARED_TAG.KEY] !== undefined) return 'A stack declares its link.';
  if (endpoint !== undefined && !item.isListed) {
    const eligibility = checkEligibility(endpoint, Number.POSITIVE_INFINITY, selection);
    if (eligibility.kind === 'ignored') return `Not selected: ${eligibility.message}.`;
  }
  return link?.errorMessage ?? record?.message ?? '';
}
