/**
 * A VPC endpoint was created: gate, registration, start of the run. May be called any number of times for the same
 * event, late, or after a crash between any two calls; the end state is the same.
 */

import { Metric } from '../contract/metrics.js';
import type { SelectionSpec } from '../contract/selection.js';
import { type LinkRun, type Refusal, WORKFLOW_VERSION } from '../contract/workflow-input.js';
import { AtlasError } from './atlas-error.js';
import { EndpointNotReadyError } from './endpoint-not-ready-error.js';
import { executionName } from './execution-name.js';
import { admit, type IgnoreReason, linkability } from './gate.js';
import type {
  AtlasPort,
  ClockPort,
  LogPort,
  MetricPort,
  VpcEndpoint,
  VpcEndpointPort,
  WorkflowPort,
} from './ports.js';
import { registerLink } from './register-link.js';
import type { ProjectService, ServiceDirectory } from './service-directory.js';

export interface LinkEndpointDependencies {
  readonly atlas: AtlasPort;
  readonly directory: ServiceDirectory;
  readonly endpoints: VpcEndpointPort;
  readonly workflow: WorkflowPort;
  readonly clock: ClockPort;
  readonly log: LogPort;
  readonly metrics: MetricPort;
  readonly selection: SelectionSpec;
  readonly linkTimeoutSeconds: number;
}

/** What a delivery says about a new endpoint; a hint, since the truth is what EC2 describes. */
export interface NewEndpoint {
  readonly endpointId: string;
  readonly account: string;
  readonly region: string;
  readonly eventId: string;
  readonly eventTime: Date;
}

export type LinkEndpointResult =
  | { readonly kind: 'ignored'; readonly reason: IgnoreReason; readonly message: string }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | {
      readonly kind: 'linking';
      readonly registration: 'created' | 'adopted';
      readonly executionName: string;
    };

/** The function waits this long itself; beyond it, the retried delivery waits (1 and 2 minutes). */
const WAIT_BUDGET_SECONDS = 60;
const LOOK_EVERY_SECONDS = 2;

type Ready = { readonly endpoint: VpcEndpoint; readonly match: ProjectService };
type Judgement =
  | { readonly kind: 'ready'; readonly ready: Ready }
  | { readonly kind: 'done'; readonly result: LinkEndpointResult }
  | { readonly kind: 'wait'; readonly message: string };

/**
 * @throws EndpointNotReadyError when the endpoint or its service is not ready within the wait
 * @throws AtlasError when Atlas cannot be read or refuses the registration; unless it may pass by itself, a refused
 *   run has been started by then, so that the failure is published
 */
export async function linkEndpoint(
  deps: LinkEndpointDependencies,
  event: NewEndpoint,
): Promise<LinkEndpointResult> {
  const waitUntil = deps.clock.now().getTime() + WAIT_BUDGET_SECONDS * 1000;
  for (;;) {
    const judgement = await judge(deps, event);
    if (judgement.kind === 'done') return judgement.result;
    if (judgement.kind === 'ready') return register(deps, event, judgement.ready);
    if (deps.clock.now().getTime() >= waitUntil) {
      throw new EndpointNotReadyError(
        `VPC endpoint ${event.endpointId} cannot be linked yet: ${judgement.message}. The delivery is tried again; if it ends in the dead-letter queue, look at the endpoint in EC2 and redrive.`,
      );
    }
    deps.log.debug('waiting for the endpoint', { endpointId: event.endpointId, reason: judgement.message });
    await deps.clock.sleep(LOOK_EVERY_SECONDS * 1000);
  }
}

async function judge(deps: LinkEndpointDependencies, event: NewEndpoint): Promise<Judgement> {
  const ageSeconds = (deps.clock.now().getTime() - event.eventTime.getTime()) / 1000;
  const admission = admit(await deps.endpoints.describe(event.endpointId), ageSeconds, deps.selection);
  if (admission.kind === 'wait') return admission;
  if (admission.kind === 'ignored') return { kind: 'done', result: admission };
  const match = await findService(deps, event, admission.endpoint);
  if (match === undefined) return { kind: 'done', result: notAtlas(admission.endpoint) };
  const verdict = linkability(admission.endpoint, match.service, deps.clock.now());
  if (verdict.kind === 'wait') return verdict;
  if (verdict.kind === 'linkable') return { kind: 'ready', ready: { endpoint: admission.endpoint, match } };
  return { kind: 'done', result: await refuse(deps, event, match, verdict.refusal) };
}

function notAtlas(endpoint: VpcEndpoint): LinkEndpointResult {
  return {
    kind: 'ignored',
    reason: 'not-an-atlas-service',
    message: `${endpoint.serviceName} is not an endpoint service of a configured Atlas project`,
  };
}

/** @throws AtlasError of the first project that could not be read, when no other has the service */
async function findService(
  deps: LinkEndpointDependencies,
  event: NewEndpoint,
  endpoint: VpcEndpoint,
): Promise<ProjectService | undefined> {
  const { found, unreadable, regionNames } = await deps.directory.find(endpoint.serviceName);
  for (const { projectId, error } of unreadable) {
    deps.log.warn('Atlas project cannot be read', { projectId, error: error.message, advice: error.advice });
  }
  // A passing failure of one project must not hide another's lasting one, nor the other way round.
  const isKnown = found !== undefined || unreadable.length > 0;
  if (!isKnown) warnWithoutService(deps, endpoint.serviceRegion ?? event.region, regionNames);
  const first = unreadable.find(({ error }) => error.transient) ?? unreadable[0];
  if (found !== undefined || first === undefined) return found;
  if (!first.error.transient) await refuse(deps, event, first, first.error.toRefusal());
  throw first.error;
}

/** An endpoint to another vendor's service is nobody's mistake; a Region in which nothing can ever be linked is. */
function warnWithoutService(
  deps: LinkEndpointDependencies,
  region: string,
  regionNames: readonly string[] | undefined,
): void {
  if (regionNames === undefined || regionNames.includes(region.toUpperCase().replaceAll('-', '_'))) return;
  deps.log.warn('no endpoint service in this Region', {
    region,
    regionsWithService: regionNames,
    advice:
      'None of the configured Atlas projects has an AWS endpoint service in this Region, so that no endpoint can be linked: create one in Atlas, or correct the project ids in the stack.',
  });
}

async function register(
  deps: LinkEndpointDependencies,
  event: NewEndpoint,
  { match }: Ready,
): Promise<LinkEndpointResult> {
  const link = {
    cloudProvider: 'AWS',
    projectId: match.projectId,
    endpointServiceId: match.service.endpointServiceId,
    endpointId: event.endpointId,
  } as const;
  try {
    const listed = match.service.interfaceEndpoints.includes(event.endpointId);
    const registration = await registerLink(deps.atlas, deps.clock, link, listed);
    const adopted = registration.kind === 'adopted';
    deps.metrics.count(adopted ? Metric.LINK_ADOPTED : Metric.LINK_REGISTERED);
    deps.log.info(adopted ? 'link adopted' : 'link registered', {
      ...link,
      status: registration.description.ConnectionStatus,
    });
    const name = executionName(event.endpointId, event.eventId);
    await deps.workflow.start(name, workflowInput(deps, event, match, undefined));
    return { kind: 'linking', registration: registration.kind, executionName: name };
  } catch (error) {
    if (error instanceof AtlasError && !error.transient) await refuse(deps, event, match, error.toRefusal());
    throw error;
  }
}

/**
 * Starts a run that ends as failed, so that a refusal is published, tagged and counted in the same place as every
 * other outcome. The code is part of its name: the same refusal twice is one run, and a later success is another.
 */
async function refuse(
  deps: LinkEndpointDependencies,
  event: NewEndpoint,
  match: { readonly projectId: string; readonly service?: { readonly endpointServiceId: string } },
  refusal: Refusal,
): Promise<LinkEndpointResult> {
  deps.log.error('link refused', {
    projectId: match.projectId,
    code: refusal.code,
    reason: refusal.message,
    advice: refusal.advice,
  });
  deps.metrics.count(Metric.LINK_REFUSED);
  await deps.workflow.start(
    executionName(event.endpointId, event.eventId, refusal.code),
    workflowInput(deps, event, match, refusal),
  );
  return { kind: 'refused', refusal };
}

function workflowInput(
  deps: LinkEndpointDependencies,
  event: NewEndpoint,
  match: { readonly projectId: string; readonly service?: { readonly endpointServiceId: string } },
  refusal: Refusal | undefined,
): LinkRun {
  const startedAt = deps.clock.now();
  return {
    version: WORKFLOW_VERSION,
    target: {
      kind: 'link',
      cloudProvider: 'AWS',
      projectId: match.projectId,
      endpointServiceId: match.service?.endpointServiceId ?? '',
      endpointId: event.endpointId,
      region: event.region,
      account: event.account,
    },
    goal: 'available',
    origin: { kind: 'event', id: event.eventId },
    startedAt: startedAt.toISOString(),
    deadline: new Date(startedAt.getTime() + deps.linkTimeoutSeconds * 1000).toISOString(),
    ...(refusal === undefined ? {} : { refusal }),
  };
}
