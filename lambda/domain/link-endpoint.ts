/**
 * A VPC endpoint was created, tagged, or found without its link: gate, registration, start of the run. May be called any
 * number of times for the same event, late, or after a crash between any two calls; the end state is the same.
 */
import type { SelectionSpec } from '../contract/selection.js';
import {
  type BeginLinkDependencies,
  beginLink,
  type LinkEndpointResult,
  reasonNotToRefuse,
  refuse,
} from './begin-link.js';
import { EndpointNotReadyError } from './endpoint-not-ready-error.js';
import { admit, linkability } from './gate.js';
import type { Occasion } from './occasion.js';
import type { VpcEndpoint, VpcEndpointPort } from './ports.js';
import type { ProjectService, ServiceDirectory } from './service-directory.js';

export interface LinkEndpointDependencies extends BeginLinkDependencies {
  readonly directory: ServiceDirectory;
  readonly endpoints: VpcEndpointPort;
  readonly selection: SelectionSpec;
}

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
  event: Occasion,
): Promise<LinkEndpointResult> {
  const waitUntil = deps.clock.now().getTime() + WAIT_BUDGET_SECONDS * 1000;
  for (;;) {
    const judgement = await judge(deps, event);
    if (judgement.kind === 'done') return judgement.result;
    if (judgement.kind === 'ready') return beginLink(deps, event, judgement.ready);
    if (deps.clock.now().getTime() >= waitUntil) {
      throw new EndpointNotReadyError(
        `VPC endpoint ${event.endpointId} cannot be linked yet: ${judgement.message}. The delivery is tried again; if it ends in the dead-letter queue, look at the endpoint in EC2 and redrive.`,
      );
    }
    deps.log.debug('waiting for the endpoint', { endpointId: event.endpointId, reason: judgement.message });
    await deps.clock.sleep(LOOK_EVERY_SECONDS * 1000);
  }
}

async function judge(deps: LinkEndpointDependencies, event: Occasion): Promise<Judgement> {
  const ageSeconds = (deps.clock.now().getTime() - event.eventTime.getTime()) / 1000;
  const admission = admit(await deps.endpoints.describe(event.endpointId), ageSeconds, deps.selection);
  if (admission.kind === 'wait') return admission;
  if (admission.kind === 'ignored') return { kind: 'done', result: admission };
  const match = await findService(deps, event, admission.endpoint);
  if (match === undefined) return { kind: 'done', result: notAtlas(admission.endpoint) };
  const verdict = linkability(admission.endpoint, match.service, deps.clock.now());
  if (verdict.kind === 'wait') return verdict;
  if (verdict.kind === 'linkable') return { kind: 'ready', ready: { endpoint: admission.endpoint, match } };
  const known = await reasonNotToRefuse(deps, event, match);
  if (known !== undefined)
    return { kind: 'done', result: { kind: 'ignored', reason: 'already-linked', message: known } };
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
  event: Occasion,
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
