/**
 * Handles a VPC endpoint that is deleted, or no longer to be linked: an execution with the goal `deleted` removes its
 * link in Atlas. This applies only to what a record of this automation names, or what the selection covers and a
 * deletion record of this account and Region reports. It may be called any number of times, late, or before the
 * creation event.
 */
import type { LastLinkRule } from '../../contract/custom-resources.js';
import type { LinkRecord } from '../../contract/registry.js';
import type { SelectionSpec } from '../../contract/selection.js';
import type { DeletionEvidence, LinkTarget, UnlinkCause } from '../../execution-data/workflow-input.js';
import { registeredIn } from '../data-federation/federation-directory.js';
import { othersRegistration } from '../data-federation/own-registration.js';
import { unlinkExecution } from '../executions/link-execution.js';
import { nameAfter, startExecution } from '../executions/start-execution.js';
import type { Trigger } from '../executions/trigger.js';
import { hasVanished } from '../model/eligibility.js';
import { AtlasError } from '../model/errors/atlas-error.js';
import { unlessUnreadable } from '../model/errors/unreadable-record-error.js';
import { executionName } from '../model/execution-name.js';
import type { AtlasPort } from '../model/ports/atlas.js';
import type { ClockPort } from '../model/ports/clock.js';
import type { VpcEndpoint, VpcEndpointPort } from '../model/ports/ec2.js';
import type { ExecutionStatusPort, WorkflowPort } from '../model/ports/executions.js';
import type { LogPort, MetricPort } from '../model/ports/observability.js';
import type { RegistryPort } from '../model/ports/registry.js';
import { reportUnreadable } from '../model/unreadable-project.js';
import { describeHolder, type OwnAutomation, othersRecord, ownRecord } from '../model/values/own-record.js';
import { claimRemoval, forgetLink } from '../registry/link-registry.js';
import {
  deletionEvidenceOf,
  type RemovalEvidence,
  reasonNotToRemove,
  type UnlinkIgnoreReason,
} from './reason-not-to-remove.js';
import { searchProjects } from './search-projects.js';

export interface UnlinkEndpointDependencies extends OwnAutomation {
  readonly atlas: AtlasPort;
  readonly projectIds: readonly string[];
  /** Ids of the projects that want endpoints to Data Federation. */
  readonly federatedProjectIds: readonly string[];
  readonly endpoints: VpcEndpointPort;
  readonly registry: RegistryPort;
  readonly workflow: WorkflowPort;
  readonly executionStates: ExecutionStatusPort;
  readonly clock: ClockPort;
  readonly log: LogPort;
  readonly metrics: MetricPort;
  readonly selection: SelectionSpec;
  readonly lastLink: LastLinkRule;
  readonly linkTimeoutSeconds: number;
  /** True for an endpoint of a member, whose reports of deletions are no evidence without an own record. */
  readonly isOfMember?: boolean | undefined;
}

export interface Removal extends Trigger {
  readonly cause: UnlinkCause;
  readonly evidence?: RemovalEvidence | undefined;
  /** What a command has shown to a person, and so is what it removes: other projects may have the endpoint, too. */
  readonly shown?: Pick<LinkTarget, 'projectId' | 'endpointServiceId'> | undefined;
}

export type { UnlinkIgnoreReason };

export type UnlinkEndpointResult =
  | { readonly kind: 'ignored'; readonly reason: UnlinkIgnoreReason; readonly message: string }
  | { readonly kind: 'unlinking'; readonly executionName: string };

/** EC2 may show a deleted endpoint for some seconds. */
const POLL_EVERY_SECONDS = 5;
const POLLS = 6;

/** @throws AtlasError, and errors of the registry: the event is delivered again */
export function unlinkEndpoint(
  deps: UnlinkEndpointDependencies,
  removal: Removal,
): Promise<UnlinkEndpointResult> {
  return unlessUnreadable(
    () => unlinkReadable(deps, removal),
    ({ message }) => ignored('record-unreadable', message),
  );
}

async function unlinkReadable(
  deps: UnlinkEndpointDependencies,
  removal: Removal,
): Promise<UnlinkEndpointResult> {
  const record = await deps.registry.find(removal.endpointId);
  const others = othersRecord(record, deps);
  if (others !== undefined) return ignored('of-another-automation', describeHolder(others));
  const endpoint = await pollUntilDeleted(deps, removal);
  const { cause, evidence } = removal;
  const rules = { ...deps, now: deps.clock.now() };
  const blocker = reasonNotToRemove(rules, { cause, evidence, record, endpoint });
  if (blocker !== undefined) return ignored(blocker.reason, blocker.message);
  const own = ownRecord(record, deps);
  const elsewhere = registeredElsewhere(own, removal.shown);
  if (elsewhere !== undefined) return ignored('not-ours', elsewhere);
  const target = await locate(deps, removal, own);
  if (target === 'unknown')
    return ignored('project-unreadable', 'an Atlas project cannot be read, and no record names the endpoint');
  if (target === undefined) {
    if (own !== undefined) await forgetLink(deps.registry, removal.endpointId);
    return ignored('not-linked', 'no configured Atlas project lists the endpoint');
  }
  const theirs = cause === 'command' ? undefined : await theirRegistration(deps, target);
  if (theirs !== undefined) return leave(deps, removal, own, theirs);
  return start(deps, { ...removal, deletionEvidence: deletionEvidenceOf(removal, endpoint) }, record, target);
}

/**
 * A removal overwrites the record and drops it at its end, so that the automation would no longer know its own
 * registration in another project.
 *
 * @returns why the shown link is not removed
 */
export function registeredElsewhere(
  own: LinkRecord | undefined,
  shown: Removal['shown'],
): string | undefined {
  const registered = registeredIn(own);
  if (registered === undefined || shown === undefined || registered === shown.projectId) return undefined;
  return `the registry has the endpoint in project ${registered}, and this registration is in project ${shown.projectId}`;
}

/** An Atlas that cannot be read decides nothing: the execution asks again before its DELETE, and can wait. */
async function theirRegistration(
  deps: UnlinkEndpointDependencies,
  target: LinkTarget,
): Promise<string | undefined> {
  try {
    return await othersRegistration(deps, target);
  } catch (error) {
    if (error instanceof AtlasError) return undefined;
    throw error;
  }
}

/** The automation has nothing left to do with the endpoint, and must not come back to it. */
async function leave(
  { registry, log }: UnlinkEndpointDependencies,
  { endpointId }: Removal,
  own: LinkRecord | undefined,
  reason: string,
): Promise<UnlinkEndpointResult> {
  if (own !== undefined) await forgetLink(registry, endpointId);
  log.warn('registration left', { endpointId, reason });
  return ignored('not-ours', reason);
}

/** A removal that may begin. */
interface BegunRemoval extends Removal {
  readonly deletionEvidence: DeletionEvidence | undefined;
}

/** The deletion is certain, but EC2's response may be stale. */
async function pollUntilDeleted(
  { endpoints, clock }: UnlinkEndpointDependencies,
  { endpointId, cause }: Removal,
): Promise<VpcEndpoint | undefined> {
  for (let poll = 1; ; poll += 1) {
    const endpoint = await endpoints.describe(endpointId);
    if (cause !== 'endpoint-deleted' || hasVanished(endpoint) || poll === POLLS) return endpoint;
    await clock.sleep(POLL_EVERY_SECONDS * 1000);
  }
}

function ignored(reason: UnlinkIgnoreReason, message: string): UnlinkEndpointResult {
  return { kind: 'ignored', reason, message };
}

/**
 * Finds the link by what a command has shown, by the own record, or in the lists of the projects' endpoint services.
 *
 * @returns `unknown` if no record names it and a project cannot be read
 * @throws AtlasError if a project cannot be read and an own record, or a person, says that there is a link
 */
async function locate(
  deps: UnlinkEndpointDependencies,
  { endpointId, region, account, cause, shown }: Removal,
  record: LinkRecord | undefined,
): Promise<LinkTarget | undefined | 'unknown'> {
  const common = { kind: 'link' as const, cloudProvider: 'AWS' as const, endpointId, region, account };
  const { projectId = '', endpointServiceId = '' } = shown ?? record?.link ?? {};
  if (projectId !== '' && endpointServiceId !== '') return { ...common, projectId, endpointServiceId };
  const { found, unreadable } = await searchProjects(deps, endpointId);
  if (found !== undefined) return { ...common, ...found };
  const [first] = unreadable;
  if (first === undefined) return undefined;
  if (record !== undefined || cause === 'command') throw first.error;
  // Few of the endpoints that are deleted in an account are ours: invalid keys of one project must not turn the others
  // into dead-letter messages. What this automation has linked has a record, and is found by it.
  reportUnreadable(deps, unreadable);
  return 'unknown';
}

async function start(
  deps: UnlinkEndpointDependencies,
  removal: BegunRemoval,
  record: LinkRecord | undefined,
  target: LinkTarget,
): Promise<UnlinkEndpointResult> {
  const own = ownRecord(record, deps);
  const underWay = own?.state === 'unlinking' && removal.restart !== true ? own.execution : undefined;
  const name = underWay ?? executionName(removal.endpointId, 'unlink', removal.eventId);
  if (underWay === undefined) {
    const others = await claim(deps, removal, record, name, target);
    if (others !== undefined) return ignored('of-another-automation', describeHolder(others));
  }
  if ((await startRemoval(deps, removal, name, target)) !== 'ended') return unlinking(deps, removal, name);
  return startAnew(deps, removal, name, target);
}

function claim(
  deps: UnlinkEndpointDependencies,
  { cause }: Removal,
  record: LinkRecord | undefined,
  name: string,
  target: LinkTarget,
): Promise<LinkRecord | undefined> {
  const execution = { name, claimedAt: deps.clock.now(), target };
  return claimRemoval(deps, record, execution, cause === 'endpoint-deleted');
}

/** The execution's time begins now, whenever the claim was made: the event may be delivered again days later. */
function startRemoval(
  deps: UnlinkEndpointDependencies,
  removal: BegunRemoval,
  name: string,
  target: LinkTarget,
) {
  const origin = { kind: removal.origin, id: removal.eventId };
  const frame = { target, origin, startedAt: deps.clock.now(), timeoutSeconds: deps.linkTimeoutSeconds };
  return startExecution(
    deps,
    name,
    unlinkExecution(frame, deps.lastLink, removal.cause, removal.deletionEvidence),
  );
}

/** The execution of the removal has failed, so another one is started. */
async function startAnew(
  deps: UnlinkEndpointDependencies,
  removal: BegunRemoval,
  endedName: string,
  target: LinkTarget,
): Promise<UnlinkEndpointResult> {
  const record = await deps.registry.find(removal.endpointId);
  // The execution has concluded since the record was read.
  if (record === undefined || record.execution !== endedName || record.state !== 'unlinking')
    return ignored('not-linked', `execution ${endedName} has ended`);
  const name = await nameAfter(deps, endedName);
  const others = await claim(deps, removal, record, name, target);
  if (others !== undefined) return ignored('of-another-automation', describeHolder(others));
  await startRemoval(deps, removal, name, target);
  return unlinking(deps, removal, name);
}

function unlinking(
  { log }: UnlinkEndpointDependencies,
  { endpointId, cause }: Removal,
  name: string,
): UnlinkEndpointResult {
  log.info('removal started', { endpointId, cause, execution: name });
  return { kind: 'unlinking', executionName: name };
}
