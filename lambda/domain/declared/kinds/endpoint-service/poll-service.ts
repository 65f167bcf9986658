/** Polls an endpoint service that is being created or removed. It only reads, so it can be repeated. */
import type { ServiceDescription } from '../../../../contract/custom-resources.js';
import type { Observation } from '../../../../execution-data/observation.js';
import type { ServiceExecution, ServiceTarget } from '../../../../execution-data/workflow-input.js';
import type { AtlasPort, EndpointService } from '../../../model/ports/atlas.js';
import type { ClockPort } from '../../../model/ports/clock.js';
import type { LogPort, MetricPort } from '../../../model/ports/observability.js';
import type { WorkflowState } from '../../../model/workflow-state.js';
import {
  atDeadline,
  type Lateness,
  notFoundSinceIn,
  observationOf,
  type Poll,
} from '../../../polling/poll.js';
import { type PreviousFailure, transientFailureOf } from '../../../polling/transient-failure.js';
import { emptyService } from './empty-service.js';

export interface PollServiceDependencies {
  readonly atlas: AtlasPort;
  readonly clock: ClockPort;
  readonly log: LogPort;
  readonly metrics: MetricPort;
}

function latenessOf({ goal }: ServiceExecution): Lateness<ServiceDescription> {
  return {
    complaint: `The endpoint service was not ${goal === 'deleted' ? 'removed' : 'ready'}`,
    statusOf: ({ status }) => status,
    advice: 'Check it in Atlas (Network Access, Private Endpoint).',
  };
}

/** Polls the service that was created or adopted, whatever other service its Region has by then. */
export async function pollServiceOfExecution(
  deps: PollServiceDependencies,
  { input, applied, observation }: WorkflowState<'service'>,
): Promise<Observation<ServiceDescription>> {
  const endpointServiceId = applied?.endpointServiceId ?? input.target.endpointServiceId;
  const execution = { ...input, target: { ...input.target, endpointServiceId } };
  return pollService(deps, execution, { notFoundSince: notFoundSinceIn(observation) });
}

/** @throws AtlasError if waiting cannot change Atlas's response */
export async function pollService(
  deps: PollServiceDependencies,
  execution: ServiceExecution,
  { notFoundSince }: Pick<PreviousFailure, 'notFoundSince'>,
): Promise<Observation<ServiceDescription>> {
  const now = deps.clock.now();
  const poll = atDeadline(
    await check(deps, execution, { notFoundSince, now }),
    execution,
    now,
    latenessOf(execution),
  );
  const { outcome, description, message } = poll;
  deps.log.info('endpoint service observed', { outcome, status: description.status, reason: message });
  return observationOf(poll, execution, now, deps.atlas.rateBudget(execution.target.projectId));
}

async function check(
  deps: PollServiceDependencies,
  { target, goal }: ServiceExecution,
  transientFailures: PreviousFailure,
): Promise<Poll<ServiceDescription>> {
  // A create that failed before Atlas returned an id: a service in the Region belongs to somebody else.
  if (goal === 'deleted' && target.endpointServiceId === '') return judgeRemoval(undefined, target);
  try {
    const service = await findService(deps.atlas, target);
    return goal === 'deleted' ? judgeRemoval(service, target) : judgeService(service, target);
  } catch (error) {
    const transientFailure = transientFailureOf(error, deps, transientFailures);
    return { outcome: 'pending', description: emptyService(target), ...transientFailure };
  }
}

/** Finds the service by its id, if that is known: another one may have been created in the Region since. */
export async function findService(
  atlas: AtlasPort,
  { projectId, cloudProvider, regionName, endpointServiceId }: ServiceTarget,
): Promise<EndpointService | undefined> {
  const services = await atlas.listEndpointServices(projectId, cloudProvider);
  return services.find((service) =>
    endpointServiceId === ''
      ? service.regionName === regionName
      : service.endpointServiceId === endpointServiceId,
  );
}

function judgeService(service: EndpointService | undefined, target: ServiceTarget): Poll<ServiceDescription> {
  if (service === undefined)
    return pending(emptyService(target), 'Atlas does not show the endpoint service yet.');
  const { description, status, errorMessage } = service;
  if (status === 'FAILED' || errorMessage !== '') {
    return {
      outcome: 'failed',
      description,
      message: errorMessage === '' ? `Atlas reports ${status} without a message.` : errorMessage,
      advice: 'Delete the endpoint service and create it again; if it fails again, ask MongoDB support.',
    };
  }
  if (['AVAILABLE', 'WAITING_FOR_USER'].includes(status) && hasName(description))
    return { outcome: 'available', description, message: '', advice: '' };
  return pending(description, '');
}

/** A service that is ready but has no name is useless to the template that reads it. */
function hasName(service: ServiceDescription): boolean {
  return (
    service.endpointServiceName !== '' ||
    service.privateLinkServiceName !== '' ||
    service.serviceAttachmentNames.length > 0
  );
}

function judgeRemoval(service: EndpointService | undefined, target: ServiceTarget): Poll<ServiceDescription> {
  return service === undefined
    ? { outcome: 'deleted', description: emptyService(target), message: '', advice: '' }
    : pending(service.description, '');
}

function pending(description: ServiceDescription, message: string): Poll<ServiceDescription> {
  return { outcome: 'pending', description, message, advice: '' };
}
