/** Starts an execution that follows the link of an endpoint that may be linked. */
import type { LinkDescription } from '../../contract/attributes.js';
import { FIRST_STRINGS_POLL_SECONDS } from '../../contract/limits.js';
import { Metric } from '../../contract/metrics.js';
import type { LinkRecord } from '../../contract/registry.js';
import type { PreflightWarning } from '../../contract/warnings.js';
import type { LinkTarget } from '../../execution-data/workflow-input.js';
import type { LinkExecutionDetails } from '../executions/link-execution.js';
import { firstNameOf, nameAfter } from '../executions/start-execution.js';
import type { Trigger } from '../executions/trigger.js';
import type { IgnoreReason } from '../model/eligibility.js';
import { AtlasError } from '../model/errors/atlas-error.js';
import { EndpointNotReadyError } from '../model/errors/endpoint-not-ready-error.js';
import { LinkRefusedError } from '../model/errors/link-refused-error.js';
import { UnreadableRecordError } from '../model/errors/unreadable-record-error.js';
import { executionName } from '../model/execution-name.js';
import { judgeLink } from '../model/link-status.js';
import type { AtlasPort, EndpointService } from '../model/ports/atlas.js';
import type { VpcEndpoint } from '../model/ports/ec2.js';
import type { MetricPort } from '../model/ports/observability.js';
import type { RegistryPort } from '../model/ports/registry.js';
import { traitsOf } from '../model/service-traits.js';
import { describeHolder, type OwnAutomation, othersRecord } from '../model/values/own-record.js';
import type { PreflightLink } from '../preflight/gather-preflight.js';
import {
  type BeginningExecution,
  type Claim,
  type ClaimedExecution,
  claimLink,
  claimOfAnotherEvent,
} from '../registry/link-registry.js';
import { type Refused, refuse } from './refuse-link.js';
import { type Registration, registerLink } from './register-link.js';
import { accepting } from './remote-region.js';
import type { ProjectService } from './service-directory.js';
import {
  type ExecutionDetails,
  type StartLinkDependencies,
  start,
  targetOf,
  unlessUnavailable,
} from './start-link.js';

export interface BeginLinkDependencies extends OwnAutomation, StartLinkDependencies {
  readonly atlas: AtlasPort;
  readonly registry: RegistryPort;
  readonly metrics: MetricPort;
  /** Finds what will not work although the link is available. Never rejects. */
  readonly preflight: {
    warningsFor(endpoint: VpcEndpoint, link: PreflightLink): Promise<readonly PreflightWarning[]>;
  };
  /** 0: connection strings are not polled. */
  readonly connectionStringsTimeoutSeconds: number;
  /** True if executions wait until EC2 shows the acceptance of their endpoint, if it is one that EC2 can show. */
  readonly awaitsAcceptance: boolean;
}

export type LinkEndpointResult =
  | { readonly kind: 'ignored'; readonly reason: IgnoreReason; readonly message: string }
  | Refused
  | {
      readonly kind: 'linking';
      /**
       * `joined`: another event has begun to link the endpoint, and its execution follows the link. `deferred`: the
       * execution registers the endpoint, once its endpoint service accepts it.
       */
      readonly registration: Registration['kind'] | 'joined' | 'deferred';
      readonly executionName: string;
      /** Atlas's response to this call says that it created the link; the link did not exist before. */
      readonly hasMade: boolean;
    };

interface Ready {
  readonly endpoint: VpcEndpoint;
  readonly match: ProjectService;
  readonly known: KnownRecord;
  /** True if the execution registers the endpoint with Atlas. */
  readonly isDeferred: boolean;
}

/** The registry's record, read a moment ago. */
export interface KnownRecord {
  readonly record: LinkRecord | undefined;
}

/**
 * @param isDecisive the record decides in which project the endpoint is registered, so that one that cannot be read is
 * not taken for none
 * @throws UnreadableRecordError; RegistryUnavailableError if it is decisive
 */
export async function knownRecord(
  deps: BeginLinkDependencies,
  endpointId: string,
  isDecisive: boolean,
): Promise<KnownRecord> {
  return {
    record: await unlessUnavailable(deps, () => deps.registry.find(endpointId), undefined, isDecisive),
  };
}

/**
 * For another event, or the same one again, about a link whose execution is running: that execution reports the outcome,
 * and Atlas does not have to be called. A claim without a running execution is not followed: the delivery may have to
 * start it.
 *
 * @returns undefined if there is no such execution, or if that is unknown
 */
export async function followedBy(
  deps: BeginLinkDependencies,
  { endpointId, restart }: Trigger,
  { record }: KnownRecord,
): Promise<LinkEndpointResult | undefined> {
  const isOwn =
    record?.state === 'linking' && record.owner === deps.owner && othersRecord(record, deps) === undefined;
  if (record === undefined || !isOwn || restart === true) return undefined;
  const { execution: name } = record;
  try {
    if (!(await deps.executionStates.isRunning(name))) return undefined;
  } catch (error) {
    deps.log.debug('execution could not be read', { name, error: String(error) });
    return undefined;
  }
  deps.log.debug('link has an execution', { endpointId, execution: name });
  return { kind: 'linking', registration: 'joined', executionName: name, hasMade: false };
}

/**
 * Claims the link in the registry, registers it and starts its execution, in this order: after a crash at any point the
 * next delivery, or the reconciliation, continues from there.
 *
 * @throws LinkRefusedError, AtlasError, EndpointNotReadyError; RegistryUnavailableError for Data Federation
 */
export async function beginLink(
  deps: BeginLinkDependencies,
  trigger: Trigger,
  { endpoint, match, known, isDeferred }: Ready,
): Promise<LinkEndpointResult> {
  const { listed, name, previous } = await lookUp(deps, trigger, match, known);
  const others = othersRecord(previous, deps);
  if (others !== undefined) return ofAnother(others);
  const settled = trigger.restart === true ? undefined : reasonToLeave(previous, listed, name);
  if (settled !== undefined) return { kind: 'ignored', reason: 'already-linked', message: settled };
  const target = targetOf(trigger, match);
  const own = { name, claimedAt: deps.clock.now(), target, restart: trigger.restart === true };
  // What fails here has claimed nothing, and must not roll back the claim of another delivery.
  const claim = await claimed(deps, previous, own);
  if (claim.kind === 'others') return ofAnother(claim.record);
  const replaced = claim.replaced ?? previous;
  try {
    // Runs in parallel with the registration, so that preflight costs no time.
    const polling = warningsOf(deps, endpoint, {
      ...match,
      service: accepting(match.service, trigger.region),
    });
    const registration = isDeferred ? undefined : await register(deps, target, listed);
    const isOwn = claim.kind === 'claimed' || claim.execution.name === name;
    const kind = isOwn ? (registration?.kind ?? 'deferred') : 'joined';
    report(deps, target, kind, registration);
    const warnings = await polling;
    if (warnings.length > 0) deps.metrics.count(Metric.PREFLIGHT_WARNING, warnings.length);
    const awaited = traitsOf(target).isAcceptedFirst ? awaitedLink(deps, endpoint, registration) : undefined;
    const strings = followedStrings(deps, match.service);
    const details = { warnings, followedStrings: strings, awaited, registers: isDeferred };
    const followed = await follow(deps, trigger, { ...claim.execution, target }, details);
    const hasMade = registration?.kind === 'created';
    return { kind: 'linking', registration: kind, executionName: followed, hasMade };
  } catch (error) {
    const refused = error instanceof AtlasError && !error.transient ? new LinkRefusedError(error) : undefined;
    if (refused !== undefined)
      await refuse(deps, trigger, {
        match,
        refusal: refused.toRefusal(),
        previous: replaced,
        firstSeenAt: claim.firstSeenAt,
      });
    // The claim is rolled back: if the refusal was reported before, no execution concludes it.
    if (replaced?.state === 'failed' && !(error instanceof UnreadableRecordError))
      await deps.registry.put(replaced);
    throw refused ?? error;
  }
}

async function warningsOf(
  { preflight, connectionStringsTimeoutSeconds }: BeginLinkDependencies,
  endpoint: VpcEndpoint,
  match: ProjectService,
): Promise<readonly PreflightWarning[]> {
  if (!traitsOf(match.service).leadsToClusters) return [];
  return preflight.warningsFor(endpoint, { ...match, readsClusters: connectionStringsTimeoutSeconds === 0 });
}

function ofAnother(record: LinkRecord): LinkEndpointResult {
  return { kind: 'ignored', reason: 'of-another-automation', message: describeHolder(record) };
}

/**
 * Without a registry, the execution continues as if it had the claim: the conclusion writes the record. Its name is the
 * same for all events that have seen the same record, because none of them can know of the others: a tag that an endpoint is
 * created with has an event of its own, and in a crowd of endpoints Parameter Store throttles the claims of both.
 *
 * @throws RegistryUnavailableError for Data Federation, where the claim keeps out other projects
 */
async function claimed(
  deps: BeginLinkDependencies,
  previous: LinkRecord | undefined,
  own: BeginningExecution,
): Promise<Claim> {
  const name = executionName(
    own.target.endpointId,
    'unclaimed',
    ...(previous === undefined ? [] : [previous.execution]),
  );
  const unclaimed: Claim = { kind: 'claimed', execution: { ...own, name, isUnclaimed: true } };
  const isDecisive = !traitsOf(own.target).hasOneProject;
  const claim = await unlessUnavailable(deps, () => claimLink(deps, previous, own), undefined, isDecisive);
  if (claim !== undefined) return claim;
  return (await unlessUnavailable(deps, () => claimOfAnotherEvent(deps, own), undefined)) ?? unclaimed;
}

/**
 * A running execution follows the link: the one that has the claim, or another if that one has failed.
 *
 * @returns its name
 */
async function follow(
  deps: BeginLinkDependencies,
  trigger: Trigger,
  execution: ClaimedExecution & { readonly target: LinkTarget },
  details: ExecutionDetails,
): Promise<string> {
  if ((await start(deps, trigger, execution, details)) !== 'ended') return execution.name;
  const previous = await unlessUnavailable(
    deps,
    () => deps.registry.find(execution.target.endpointId),
    undefined,
  );
  // The execution has concluded since the claim was read.
  if (previous?.execution === execution.name && previous.state !== 'linking') return execution.name;
  const own = {
    name: await nameAfter(deps, execution.name),
    claimedAt: deps.clock.now(),
    target: execution.target,
  };
  deps.log.warn('execution failed, another execution follows the link', {
    execution: execution.name,
    next: own.name,
  });
  const claim = await claimed(deps, previous, { ...own, restart: true });
  if (claim.kind === 'others') return execution.name;
  await start(deps, trigger, { ...own, isUnclaimed: claim.execution.isUnclaimed === true }, details);
  return own.name;
}

async function lookUp(
  deps: BeginLinkDependencies,
  trigger: Trigger,
  { service }: ProjectService,
  known?: KnownRecord,
) {
  const { endpointId, eventId } = trigger;
  return {
    listed: service.interfaceEndpoints.includes(endpointId),
    name: executionName(endpointId, eventId),
    previous: (known ?? (await knownRecord(deps, endpointId, !traitsOf(service).hasOneProject))).record,
  };
}

/**
 * Returns why an endpoint that cannot be linked is not reported: its link has had an execution, whose refusal EC2 shows
 * by now.
 *
 * @returns `settled`: the reason; undefined if it has to be reported
 */
export async function reasonNotToRefuse(
  deps: BeginLinkDependencies,
  trigger: Trigger,
  match: ProjectService,
): Promise<{ readonly settled: string | undefined; readonly previous: LinkRecord | undefined }> {
  const { listed, name, previous } = await lookUp(deps, trigger, match);
  const others = othersRecord(previous, deps);
  if (others !== undefined) return { settled: describeHolder(others), previous };
  const settled = trigger.restart === true ? undefined : reasonToLeave(previous, listed, name);
  return { settled, previous };
}

/** A redelivered event whose execution has ended, or another event about a link that exists. */
function reasonToLeave(previous: LinkRecord | undefined, listed: boolean, name: string): string | undefined {
  if (previous === undefined || previous.state === 'linking') return undefined;
  if (previous.execution === name || firstNameOf(previous.execution) === name)
    return `its execution has ended as ${previous.state}`;
  return previous.state === 'available' && listed ? 'its link is available' : undefined;
}

async function register(
  deps: BeginLinkDependencies,
  target: LinkTarget,
  listed: boolean,
): Promise<Registration> {
  const registration = await registerLink(deps.atlas, deps.clock, target, listed);
  if (registration.description.deleteRequested)
    throw new EndpointNotReadyError(
      `The link of VPC endpoint ${target.endpointId} is being removed; it can be re-created once it is gone.`,
    );
  return registration;
}

function report(
  { log, metrics }: BeginLinkDependencies,
  { cloudProvider, projectId, endpointServiceId, endpointId }: LinkTarget,
  kind: Registration['kind'] | 'joined' | 'deferred',
  registration: Registration | undefined,
): void {
  const ids = { cloudProvider, projectId, endpointServiceId, endpointId };
  const fields = { ...ids, status: registration?.description.connectionStatus };
  switch (kind) {
    case 'deferred':
      log.info('link is registered by its execution', ids);
      break;
    case 'joined':
      log.debug('link has an execution', fields);
      break;
    case 'adopted':
      metrics.count(Metric.LINK_ADOPTED);
      log.info('link adopted', fields);
      break;
    case 'created':
      metrics.count(Metric.LINK_REGISTERED);
      log.info('link registered', fields);
      break;
  }
}

function followedStrings(
  { connectionStringsTimeoutSeconds: timeoutSeconds }: BeginLinkDependencies,
  service: EndpointService,
): LinkExecutionDetails['followedStrings'] {
  return timeoutSeconds === 0 || !traitsOf(service).leadsToClusters
    ? undefined
    : {
        timeoutSeconds,
        serviceRegionName: service.regionName,
        firstPollSeconds: Math.min(timeoutSeconds, FIRST_STRINGS_POLL_SECONDS),
      };
}

/** @returns undefined if EC2 would show nothing: the endpoint is accepted already, or Atlas has decided */
function awaitedLink(
  { awaitsAcceptance }: BeginLinkDependencies,
  { state }: VpcEndpoint,
  registration: Registration | undefined,
): LinkDescription | undefined {
  if (registration === undefined) return undefined;
  const { description } = registration;
  const isOpen = state === 'pendingacceptance' && judgeLink(description, 0).outcome === 'pending';
  return awaitsAcceptance && isOpen ? description : undefined;
}
