/**
 * Handles a VPC endpoint that was created, tagged, or found without its link: checks eligibility, registers it, starts
 * the execution. It may be called any number of times for the same event, late, or after a crash between any two calls;
 * the end state is the same.
 */

import { type AtlasRegion, type AwsRegion, atlasRegion } from '../../contract/regions.js';
import type { SelectionSpec } from '../../contract/selection.js';
import type { Refusal } from '../../execution-data/workflow-input.js';
import type { FederationDirectory, FederationLookup } from '../data-federation/federation-directory.js';
import type { Trigger } from '../executions/trigger.js';
import { type Reach, reachRefusal } from '../members/project-reach.js';
import { checkEligibility, isLinkable, linkability } from '../model/eligibility.js';
import { isSelectedByTag } from '../model/endpoint-selection.js';
import { EndpointNotReadyError } from '../model/errors/endpoint-not-ready-error.js';
import { LinkRefusedError } from '../model/errors/link-refused-error.js';
import { unlessUnreadable } from '../model/errors/unreadable-record-error.js';
import type { VpcEndpoint, VpcEndpointPort } from '../model/ports/ec2.js';
import { reportUnreadable } from '../model/unreadable-project.js';
import { ownRecord } from '../model/values/own-record.js';
import {
  type BeginLinkDependencies,
  beginLink,
  followedBy,
  type KnownRecord,
  knownRecord,
  type LinkEndpointResult,
  reasonNotToRefuse,
} from './begin-link.js';
import { registrarOf } from './defer-registration.js';
import { refuse } from './refuse-link.js';
import type { ProjectService, ServiceDirectory, ServiceLookup } from './service-directory.js';

export interface LinkEndpointDependencies extends BeginLinkDependencies {
  readonly directory: ServiceDirectory;
  readonly federationDirectory?: FederationDirectory | undefined;
  readonly endpoints: VpcEndpointPort;
  readonly selection: SelectionSpec;
  /** The projects of the automation, with the accounts and Regions that may reach them. */
  readonly projects: readonly Reach[];
  /** Called at each poll with the reason why an endpoint cannot be linked yet. */
  readonly onWait?: ((reason: string) => void) | undefined;
}

/** The function itself waits this long; after that, the redelivery waits (1 and 2 minutes). */
const WAIT_BUDGET_SECONDS = 60;
const POLL_EVERY_SECONDS = 2;

type Ready = Parameters<typeof beginLink>[2];
type Judgement =
  | { readonly kind: 'ready'; readonly ready: Ready }
  | { readonly kind: 'done'; readonly result: LinkEndpointResult }
  | { readonly kind: 'wait'; readonly message: string };

/**
 * @throws EndpointNotReadyError if the endpoint or its service is not ready within the wait
 * @throws AtlasError if Atlas cannot be read or registers nothing; LinkRefusedError unless that may be temporary: the
 * execution that publishes the failure has been started before
 * @throws RegistryUnavailableError for an endpoint to Data Federation
 */
export function linkEndpoint(deps: LinkEndpointDependencies, event: Trigger): Promise<LinkEndpointResult> {
  return unlessUnreadable(
    () => linkReadable(deps, event),
    ({ message }) => ({ kind: 'ignored', reason: 'record-unreadable', message }),
  );
}

async function linkReadable(deps: LinkEndpointDependencies, event: Trigger): Promise<LinkEndpointResult> {
  const waitUntil = deps.clock.now().getTime() + WAIT_BUDGET_SECONDS * 1000;
  for (;;) {
    const judgement = await judge(deps, event);
    if (judgement.kind === 'done') return judgement.result;
    if (judgement.kind === 'ready') return beginLink(deps, event, judgement.ready);
    if (deps.clock.now().getTime() >= waitUntil) {
      throw new EndpointNotReadyError(
        `VPC endpoint ${event.endpointId} cannot be linked yet: ${judgement.message}. The delivery is tried again; if it ends in the dead-letter queue, check the endpoint in EC2 and redrive.`,
      );
    }
    deps.log.debug('waiting for the endpoint', { endpointId: event.endpointId, reason: judgement.message });
    deps.onWait?.(judgement.message);
    await deps.clock.sleep(POLL_EVERY_SECONDS * 1000);
  }
}

async function judge(deps: LinkEndpointDependencies, event: Trigger): Promise<Judgement> {
  const endpoint = await deps.endpoints.describe(event.endpointId);
  const eligibility = checkEligibility(endpoint, ageSecondsOf(deps, event), deps.selection);
  if (eligibility.kind === 'wait') return eligibility;
  if (eligibility.kind === 'ignored') return { kind: 'done', result: eligibility };
  const isFederated = deps.federationDirectory?.has(eligibility.endpoint) === true;
  const known = await knownRecord(deps, event.endpointId, isFederated);
  const joined = await followedBy(deps, event, known);
  if (joined !== undefined) return { kind: 'done', result: joined };
  const search = await findService(deps, event, eligibility.endpoint, known);
  if (search.kind === 'done') return search;
  const { match } = search;
  const notAllowed = reachRefusal(deps.projects, match.projectId, deps);
  if (notAllowed !== undefined) return refused(deps, event, match, notAllowed);
  const readiness = linkability(eligibility.endpoint, match.service, deps.clock.now());
  if (readiness.kind === 'refused') return refused(deps, event, match, readiness.refusal);
  const registrar = registrarOf(deps.projects, event, match);
  if (registrar.kind === 'nobody') return refused(deps, event, match, registrar.refusal);
  const isDeferred = registrar.kind === 'execution' && isLinkable(eligibility.endpoint);
  if (readiness.kind === 'wait' && !isDeferred) return readiness;
  return { kind: 'ready', ready: { endpoint: eligibility.endpoint, match, known, isDeferred } };
}

async function refused(
  deps: LinkEndpointDependencies,
  event: Trigger,
  match: ProjectService,
  refusal: Refusal,
): Promise<Extract<Judgement, { readonly kind: 'done' }>> {
  const { settled, previous } = await reasonNotToRefuse(deps, event, match);
  if (settled !== undefined)
    return { kind: 'done', result: { kind: 'ignored', reason: 'already-linked', message: settled } };
  return { kind: 'done', result: await refuse(deps, event, { match, refusal, previous }) };
}

type Search =
  | { readonly kind: 'found'; readonly match: ProjectService }
  | Extract<Judgement, { readonly kind: 'done' }>;

/** @throws AtlasError if the service may belong to a project that cannot be read; see {@link missing} */
async function findService(
  deps: LinkEndpointDependencies,
  event: Trigger,
  endpoint: VpcEndpoint,
  known: KnownRecord,
): Promise<Search> {
  const { federationDirectory } = deps;
  if (federationDirectory?.has(endpoint) === true) {
    const lookup = await federationDirectory.find(endpoint, deps, ownRecord(known.record, deps));
    return searchOf(deps, event, lookup, known);
  }
  const { serviceName, serviceRegion } = endpoint;
  const lookup = await deps.directory.find(serviceName);
  reportUnreadable(deps, lookup.unreadable);
  if (lookup.found !== undefined) return { kind: 'found', match: lookup.found };
  if (lookup.unreadable.length > 0)
    return missing(deps, event, endpoint, { ...lookup, record: known.record });
  warnWithoutService(deps, serviceRegion ?? event.region, lookup.regionNames);
  const message = `${serviceName} is not an endpoint service of a configured Atlas project`;
  return { kind: 'done', result: { kind: 'ignored', reason: 'not-an-atlas-service', message } };
}

/** @throws AtlasError as {@link unreadable} */
async function searchOf(
  deps: LinkEndpointDependencies,
  event: Trigger,
  lookup: FederationLookup,
  { record: previous }: KnownRecord,
): Promise<Search> {
  switch (lookup.kind) {
    case 'found':
      return lookup;
    case 'refused':
      return refused(deps, event, lookup.match, lookup.refusal);
    case 'ignored':
      deps.log.warn('endpoint to Data Federation not registered', {
        endpointId: event.endpointId,
        reason: lookup.message,
      });
      return { kind: 'done', result: lookup };
    case 'unreadable':
      return unreadable(deps, event, { ...lookup, previous });
  }
}

/**
 * An endpoint that is registered by its record stays so: a conclusion as failed would overwrite the record.
 *
 * @throws AtlasError, unless the endpoint is registered and waiting changes nothing
 */
async function unreadable(
  deps: LinkEndpointDependencies,
  event: Trigger,
  {
    match,
    error,
    isRegistered,
    previous,
  }: Extract<FederationLookup, { readonly kind: 'unreadable' }> & {
    readonly previous: KnownRecord['record'];
  },
): Promise<Search> {
  if (error.transient) throw error;
  if (!isRegistered) {
    await refuse(deps, event, { match, refusal: error.toRefusal(), previous });
    throw new LinkRefusedError(error);
  }
  reportUnreadable(deps, [{ projectId: match.projectId, error }]);
  const message = `its registration in project ${match.projectId} cannot be read: ${error.message}`;
  return { kind: 'done', result: { kind: 'ignored', reason: 'project-unreadable', message } };
}

/**
 * No readable project has the service, and some projects cannot be read. A service name does not show who owns it:
 * other vendors' names look the same. So the endpoint is reported as refused only if its project is known, or if its
 * own tag says that it is to be linked. Otherwise the unreadable project is reported, and the reconciliation links the
 * endpoint later.
 *
 * @throws AtlasError, so that the event is delivered again; and kept, if the endpoint is reported as refused
 */
async function missing(
  deps: LinkEndpointDependencies,
  event: Trigger,
  endpoint: VpcEndpoint,
  { unreadable, known, record: previous }: ServiceLookup & KnownRecord,
): Promise<Search> {
  // A temporary failure of one project must not hide a permanent one of another, nor the reverse.
  const first = unreadable.find(({ error }) => error.transient) ?? unreadable[0];
  if (first === undefined) throw new Error('No project was unreadable.');
  const isWorthATry = first.error.transient && ageSecondsOf(deps, event) < DELIVERIES_SECONDS;
  if (known !== undefined || isSelectedByTag(deps.selection, endpoint)) {
    if (first.error.transient) throw first.error;
    await refuse(deps, event, { match: known ?? first, refusal: first.error.toRefusal(), previous });
    throw new LinkRefusedError(first.error);
  }
  if (isWorthATry && event.origin === 'event') throw first.error;
  const message = `no project that can be read has its service, and ${unreadable.length} cannot be read: ${first.error.message}`;
  return { kind: 'done', result: { kind: 'ignored', reason: 'project-unreadable', message } };
}

/** The last of an event's three deliveries comes later than this, and would end in the dead-letter queue. */
const DELIVERIES_SECONDS = 180;

function ageSecondsOf({ clock }: LinkEndpointDependencies, { eventTime }: Trigger): number {
  return (clock.now().getTime() - eventTime.getTime()) / 1000;
}

/** An endpoint for another vendor's service is not an error; an endpoint in a Region where nothing can be linked is. */
function warnWithoutService(
  deps: LinkEndpointDependencies,
  region: AwsRegion,
  regionNames: readonly AtlasRegion[] | undefined,
): void {
  if (regionNames === undefined || regionNames.includes(atlasRegion(region))) return;
  deps.log.warn('no endpoint service in this Region', {
    region,
    regionsWithService: regionNames,
    advice:
      'None of the configured Atlas projects has an AWS endpoint service in this Region, so that no endpoint can be linked: create one in Atlas, or correct the project ids in the stack.',
  });
}
