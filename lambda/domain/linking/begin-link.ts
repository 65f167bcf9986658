/** From an endpoint that may be linked to a run that follows its link. */
import { Metric } from '../../contract/metrics.js';
import type { LinkRecord } from '../../contract/registry.js';
import type { PreflightWarning } from '../../contract/warnings.js';
import type { LinkTarget, Refusal } from '../../contract/workflow-input.js';
import { type LinkRunDetails, linkRun } from '../executions/link-run.js';
import type { Occasion } from '../executions/occasion.js';
import { firstNameOf, nameAfter, type StartedRun, startRun } from '../executions/start-run.js';
import { AtlasError } from '../model/errors/atlas-error.js';
import { EndpointNotReadyError } from '../model/errors/endpoint-not-ready-error.js';
import { ItemRefusedError } from '../model/errors/item-refused-error.js';
import { RegistryUnavailableError } from '../model/errors/registry-unavailable-error.js';
import { UnreadableRecordError } from '../model/errors/unreadable-record-error.js';
import { executionName } from '../model/execution-name.js';
import type { IgnoreReason } from '../model/gate.js';
import { describeHolder, type OwnAutomation, othersRecord } from '../model/own-record.js';
import type { AtlasPort, EndpointService } from '../model/ports/atlas.js';
import type { ClockPort } from '../model/ports/clock.js';
import type { VpcEndpoint } from '../model/ports/ec2.js';
import type { RunStatusPort, WorkflowPort } from '../model/ports/executions.js';
import type { LogPort, MetricPort } from '../model/ports/observability.js';
import type { RegistryPort } from '../model/ports/registry.js';
import { type BeginningRun, type Claim, type ClaimedRun, claimLink } from '../registry/link-registry.js';
import { type Registration, registerLink } from './register-link.js';
import type { ProjectService } from './service-directory.js';

export interface BeginLinkDependencies extends OwnAutomation {
  readonly atlas: AtlasPort;
  readonly registry: RegistryPort;
  readonly workflow: WorkflowPort;
  readonly runs: RunStatusPort;
  readonly clock: ClockPort;
  readonly log: LogPort;
  readonly metrics: MetricPort;
  /** Looks for what will not work although the link is available. Never rejects. */
  readonly preflight: {
    warningsFor(
      endpoint: VpcEndpoint,
      projectId: string,
      service: EndpointService,
    ): Promise<readonly PreflightWarning[]>;
  };
  readonly linkTimeoutSeconds: number;
  /** 0: connection strings are not followed. */
  readonly connectionStringsTimeoutSeconds: number;
}

export type LinkEndpointResult =
  | { readonly kind: 'ignored'; readonly reason: IgnoreReason; readonly message: string }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | {
      readonly kind: 'linking';
      /** `joined`: another event has begun with the link, and its run follows it. */
      readonly registration: Registration['kind'] | 'joined';
      readonly executionName: string;
      /** Atlas has answered this call that it made the link; it was not there before. */
      readonly hasMade: boolean;
    };

interface Ready {
  readonly endpoint: VpcEndpoint;
  readonly match: ProjectService;
}

/**
 * Claims the link in the registry, registers it, starts its run; in this order, so that after a crash anywhere the next
 * delivery, or the reconciliation, goes on where this one has ended.
 *
 * @throws AtlasError, EndpointNotReadyError
 */
export async function beginLink(
  deps: BeginLinkDependencies,
  occasion: Occasion,
  { endpoint, match }: Ready,
): Promise<LinkEndpointResult> {
  const { listed, name, earlier } = await lookUp(deps, occasion, match);
  const others = othersRecord(earlier, deps);
  if (others !== undefined) return ofAnother(others);
  const settled = occasion.restart === true ? undefined : reasonToLeave(earlier, listed, name);
  if (settled !== undefined) return { kind: 'ignored', reason: 'already-linked', message: settled };
  const target = targetOf(occasion, match);
  try {
    const own = { name, claimedAt: deps.clock.now(), target, restart: occasion.restart === true };
    const claim = await claimed(deps, earlier, own);
    if (claim.kind === 'others') return ofAnother(claim.record);
    // Beside the registration, so that looking around costs no time.
    const looking = deps.preflight.warningsFor(endpoint, match.projectId, match.service);
    const registration = await register(deps, target, listed);
    const kind = claim.run.name === name ? registration.kind : 'joined';
    tell(deps, target, kind, registration);
    const warnings = await looking;
    if (warnings.length > 0) deps.metrics.count(Metric.PREFLIGHT_WARNING, warnings.length);
    const details = { warnings, followedStrings: followedStrings(deps, match.service) };
    const followed = await follow(deps, occasion, { ...claim.run, target }, details);
    const hasMade = registration.kind === 'created';
    return { kind: 'linking', registration: kind, executionName: followed, hasMade };
  } catch (error) {
    if (error instanceof AtlasError && !error.transient)
      await refuse(deps, occasion, match, error.toRefusal());
    // The claim is taken back: where the refusal is no news, no run concludes it.
    if (earlier?.state === 'failed' && !(error instanceof UnreadableRecordError))
      await deps.registry.put(earlier);
    throw error;
  }
}

function ofAnother(record: LinkRecord): LinkEndpointResult {
  return { kind: 'ignored', reason: 'of-another-automation', message: describeHolder(record) };
}

/** Without a registry, the run goes on as if it had the claim: the conclusion writes the record. */
async function claimed(
  deps: BeginLinkDependencies,
  earlier: LinkRecord | undefined,
  own: BeginningRun,
): Promise<Claim> {
  return unlessUnavailable(deps, () => claimLink(deps, earlier, own), { kind: 'claimed', run: own });
}

/**
 * A run that is alive follows the link: the one that has the claim, or another where that one has died.
 *
 * @returns its name
 */
async function follow(
  deps: BeginLinkDependencies,
  occasion: Occasion,
  run: ClaimedRun & { readonly target: LinkTarget },
  details: LinkRunDetails,
): Promise<string> {
  if ((await start(deps, occasion, run, details)) !== 'dead') return run.name;
  const earlier = await unlessUnavailable(deps, () => deps.registry.find(run.target.endpointId), undefined);
  // It has concluded since the claim was read.
  if (earlier?.run === run.name && earlier.state !== 'linking') return run.name;
  const own = { name: await nameAfter(deps, run.name), claimedAt: deps.clock.now(), target: run.target };
  deps.log.warn('run has died, another one follows the link', { run: run.name, next: own.name });
  const claim = await claimed(deps, earlier, { ...own, restart: true });
  if (claim.kind === 'others') return run.name;
  await start(deps, occasion, own, details);
  return own.name;
}

async function lookUp(deps: BeginLinkDependencies, occasion: Occasion, { service }: ProjectService) {
  const { endpointId, eventId } = occasion;
  return {
    listed: service.interfaceEndpoints.includes(endpointId),
    name: executionName(endpointId, eventId),
    earlier: await unlessUnavailable(deps, () => deps.registry.find(endpointId), undefined),
  };
}

/**
 * Why an endpoint that cannot be linked is no news: its link has had its run, whose refusal EC2 shows by now.
 *
 * @returns undefined where it has to be told
 */
export async function reasonNotToRefuse(
  deps: BeginLinkDependencies,
  occasion: Occasion,
  match: ProjectService,
): Promise<string | undefined> {
  const { listed, name, earlier } = await lookUp(deps, occasion, match);
  const others = othersRecord(earlier, deps);
  if (others !== undefined) return describeHolder(others);
  if (occasion.restart === true) return undefined;
  return reasonToLeave(earlier, listed, name);
}

/**
 * Parameter Store takes few writes a second, and a link matters more than its record: without a claim, two different
 * events about one endpoint may become two runs of one link, and the conclusion writes the record.
 */
async function unlessUnavailable<T>(
  { log }: BeginLinkDependencies,
  call: () => Promise<T>,
  otherwise: T,
): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof RegistryUnavailableError || error instanceof ItemRefusedError)) throw error;
    log.warn('registry cannot be asked now', { error: error.message });
    return otherwise;
  }
}

/** The same event again after its run has ended, or another event about a link that is there. */
function reasonToLeave(earlier: LinkRecord | undefined, listed: boolean, name: string): string | undefined {
  if (earlier === undefined || earlier.state === 'linking') return undefined;
  if (earlier.run === name || firstNameOf(earlier.run) === name)
    return `its run has ended as ${earlier.state}`;
  return earlier.state === 'available' && listed ? 'its link is available' : undefined;
}

async function register(
  deps: BeginLinkDependencies,
  target: LinkTarget,
  listed: boolean,
): Promise<Registration> {
  const registration = await registerLink(deps.atlas, deps.clock, target, listed);
  if (registration.description.deleteRequested)
    throw new EndpointNotReadyError(
      `The link of VPC endpoint ${target.endpointId} is being removed; it can be made again once it is gone.`,
    );
  return registration;
}

function tell(
  { log, metrics }: BeginLinkDependencies,
  { cloudProvider, projectId, endpointServiceId, endpointId }: LinkTarget,
  kind: Registration['kind'] | 'joined',
  { description }: Registration,
): void {
  const ids = { cloudProvider, projectId, endpointServiceId, endpointId };
  const fields = { ...ids, status: description.connectionStatus };
  switch (kind) {
    case 'joined':
      log.debug('link has a run', fields);
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
  { regionName }: EndpointService,
): LinkRunDetails['followedStrings'] {
  return timeoutSeconds === 0 ? undefined : { timeoutSeconds, serviceRegionName: regionName };
}

function targetOf(
  { endpointId, region, account }: Occasion,
  match: { readonly projectId: string; readonly service?: { readonly endpointServiceId: string } },
): LinkTarget {
  return {
    kind: 'link',
    cloudProvider: 'AWS',
    projectId: match.projectId,
    endpointServiceId: match.service?.endpointServiceId ?? '',
    endpointId,
    region,
    account,
  };
}

/** Its time begins now: the claim may be an earlier delivery's, and the registration has had its own time. */
async function start(
  deps: BeginLinkDependencies,
  { origin, eventId }: Occasion,
  { name, claimedAt, target }: ClaimedRun & { readonly target: LinkTarget },
  details: LinkRunDetails,
): Promise<StartedRun> {
  const times = { startedAt: deps.clock.now(), claimedAt, timeoutSeconds: deps.linkTimeoutSeconds };
  const frame = { target, origin: { kind: origin, id: eventId }, ...times };
  return startRun(deps, name, linkRun(frame, details));
}

/**
 * Starts a run that ends as failed, so that a refusal is published, tagged and counted in the same place as every
 * other outcome. The code is part of its name: the same refusal twice is one run, and a later success is another.
 */
export async function refuse(
  deps: BeginLinkDependencies,
  occasion: Occasion,
  match: { readonly projectId: string; readonly service?: { readonly endpointServiceId: string } },
  refusal: Refusal,
): Promise<LinkEndpointResult> {
  if (occasion.isKnownRefusal === true) return { kind: 'refused', refusal };
  deps.log.error('link refused', {
    projectId: match.projectId,
    code: refusal.code,
    reason: refusal.message,
    advice: refusal.advice,
  });
  deps.metrics.count(Metric.LINK_REFUSED);
  const name = executionName(occasion.endpointId, occasion.eventId, refusal.code);
  const run = { name, claimedAt: deps.clock.now(), target: targetOf(occasion, match) };
  await start(deps, occasion, run, { refusal });
  return { kind: 'refused', refusal };
}
