/**
 * Adds the Region of an endpoint to its endpoint service, for an execution that registers the endpoint afterwards. One
 * PATCH at a time, from a list read right before it: Atlas replaces the whole list, so that of two changes at a time one
 * is lost. The next round reads the list again, and repeats what was lost. It may be cut off at any point and repeated.
 */
import type { AtlasRegion } from '../../contract/regions.js';
import type { Again, Registering } from '../../execution-data/change-record.js';
import type { LinkExecution, LinkTarget } from '../../execution-data/workflow-input.js';
import { AtlasError } from '../model/errors/atlas-error.js';
import type { AtlasChangePort, EndpointService } from '../model/ports/atlas.js';
import type { LogPort } from '../model/ports/observability.js';
import { againAfter } from '../polling/again.js';
import { missingRegion, refusalToAdd } from './remote-region.js';
import { notAllowedAnyMore, placeOf, type ReachDependencies } from './still-allowed.js';

export interface AddRegionDependencies extends ReachDependencies {
  readonly atlas: Pick<AtlasChangePort, 'listEndpointServices' | 'setRemoteRegions'>;
  readonly log: LogPort;
}

/** Rounds of earlier requests. */
export interface EarlierRequests extends Pick<Registering, 'regionRequests'> {
  /** Number of consecutive conflicts. */
  readonly conflicts?: number | undefined;
}

/** Why the endpoint cannot be registered: yet, or at all. */
export type NotAccepted =
  | { readonly again: Again; readonly registering: Registering }
  | { readonly refusal: string };

/** More PATCHes than two endpoints of two Regions need: then somebody else removes the Region each time. */
const MAX_REGION_REQUESTS = 5;

/**
 * @returns undefined if the service accepts endpoints of the Region now, so that the endpoint can be registered
 * @throws AtlasError if the services cannot be read
 */
export async function addRegion(
  deps: AddRegionDependencies,
  execution: LinkExecution,
  earlier: EarlierRequests,
): Promise<NotAccepted | undefined> {
  const { target } = execution;
  const notAllowed = notAllowedAnyMore(deps, execution);
  if (notAllowed !== undefined) return { refusal: notAllowed };
  const services = await deps.atlas.listEndpointServices(target.projectId, target.cloudProvider);
  const service = services.find(({ endpointServiceId }) => endpointServiceId === target.endpointServiceId);
  if (service === undefined || ENDED_STATUSES.includes(service.status)) return ended(target, service);
  // Whether Atlas accepts a change of the list now is not documented.
  if (service.status === 'INITIATING') return initiating(service, earlier);
  const { region } = placeOf(deps, target);
  const missing = missingRegion(service, region);
  if (missing === undefined) return undefined;
  const project = deps.projects?.find(({ projectId }) => projectId === target.projectId);
  const refusal = refusalToAdd(project, service, region);
  if (refusal !== undefined) return { refusal: `${refusal.message} ${refusal.advice}` };
  if ((earlier.regionRequests ?? 0) >= MAX_REGION_REQUESTS) return removedEachTime(service, missing);
  return requestRegion(deps, target.projectId, { service, missing, earlier });
}

const ENDED_STATUSES: readonly string[] = ['DELETING', 'FAILED'];

function ended(
  { endpointServiceId, projectId }: LinkTarget,
  service: EndpointService | undefined,
): NotAccepted {
  const state = service === undefined ? 'does not exist any more' : `is ${service.status}`;
  return {
    refusal: `Endpoint service ${endpointServiceId} of project ${projectId} ${state}. Create a new endpoint service in Atlas, and a VPC endpoint to its new service name.`,
  };
}

function initiating(
  { endpointServiceId }: EndpointService,
  { regionRequests }: EarlierRequests,
): NotAccepted {
  return {
    again: { reason: `Endpoint service ${endpointServiceId} is INITIATING: it accepts no endpoint yet.` },
    registering: { regionRequests },
  };
}

function removedEachTime({ endpointServiceId }: EndpointService, missing: AtlasRegion): NotAccepted {
  return {
    refusal: `Atlas has accepted ${missing} as a remote Region of endpoint service ${endpointServiceId} ${MAX_REGION_REQUESTS} times, and does not list it. A stack, Terraform or a person may own the list and remove the Region each time: add it there. The next reconciliation links the endpoint.`,
  };
}

interface RegionRequest {
  /** As read a moment ago. */
  readonly service: EndpointService;
  readonly missing: AtlasRegion;
  readonly earlier: EarlierRequests;
}

async function requestRegion(
  { atlas, log }: AddRegionDependencies,
  projectId: string,
  { service, missing, earlier }: RegionRequest,
): Promise<NotAccepted> {
  const { endpointServiceId, description } = service;
  const { regionRequests = 0, conflicts } = earlier;
  try {
    const wanted = [...description.supportedRemoteRegions, missing];
    await atlas.setRemoteRegions(projectId, endpointServiceId, wanted);
  } catch (error) {
    return failureOf(error, regionRequests, conflicts);
  }
  log.info('remote Region added to the endpoint service', { endpointServiceId, region: missing });
  const reason = `${missing} has been added to the Regions of endpoint service ${endpointServiceId}, which is not available with it yet.`;
  return { again: { reason }, registering: { regionRequests: regionRequests + 1 } };
}

/** After an unclear failure, the next round reads whether the list has the Region. */
function failureOf(error: unknown, regionRequests: number, conflicts: number | undefined): NotAccepted {
  const again = againAfter(error, conflicts);
  if (again !== undefined) return { again, registering: { regionRequests } };
  if (!(error instanceof AtlasError)) throw error;
  return {
    refusal: `The Region of the VPC endpoint was not added to its endpoint service. ${error.message} ${error.advice}`,
  };
}
