/** Starts the execution of a link, whether it was registered, is to be registered, or was refused. */
import type { LinkDescription } from '../../contract/attributes.js';
import { FIRST_ENDPOINT_POLL_SECONDS } from '../../contract/limits.js';
import type { Observation } from '../../execution-data/observation.js';
import type { LinkTarget } from '../../execution-data/workflow-input.js';
import { writtenObservation } from '../../execution-data/written-observation.js';
import { type LinkExecutionDetails, linkExecution } from '../executions/link-execution.js';
import { type StartedExecution, startExecution } from '../executions/start-execution.js';
import type { Trigger } from '../executions/trigger.js';
import { ItemRefusedError } from '../model/errors/item-refused-error.js';
import { RegistryUnavailableError } from '../model/errors/registry-unavailable-error.js';
import type { ClockPort } from '../model/ports/clock.js';
import type { ExecutionStatusPort, WorkflowPort } from '../model/ports/executions.js';
import type { LogPort } from '../model/ports/observability.js';
import type { ClaimedExecution } from '../registry/link-registry.js';

export interface StartLinkDependencies {
  readonly workflow: WorkflowPort;
  readonly executionStates: ExecutionStatusPort;
  readonly clock: ClockPort;
  readonly log: LogPort;
  readonly linkTimeoutSeconds: number;
}

/** Where a link is, or would be; without a service if that is unknown. */
export interface LinkPlace {
  readonly projectId: string;
  readonly service?: { readonly endpointServiceId: string };
}

export function targetOf({ endpointId, region, account }: Trigger, match: LinkPlace): LinkTarget {
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

export interface ExecutionDetails extends LinkExecutionDetails {
  /** Atlas's description of a link, if the execution first waits for its acceptance. */
  readonly awaited?: LinkDescription | undefined;
}

/**
 * The execution's time begins now: the claim may be from an earlier delivery, and the registration had its own time.
 */
export async function start(
  deps: StartLinkDependencies,
  { origin, eventId }: Trigger,
  { name, claimedAt, target, isUnclaimed }: ClaimedExecution & { readonly target: LinkTarget },
  { awaited, ...details }: ExecutionDetails,
): Promise<StartedExecution> {
  const times = { startedAt: deps.clock.now(), claimedAt, timeoutSeconds: deps.linkTimeoutSeconds };
  const frame = { target, origin: { kind: origin, id: eventId }, ...times };
  const execution = linkExecution(frame, {
    ...details,
    isUnclaimed,
    awaitsAcceptance: awaited !== undefined,
  });
  if (awaited === undefined) return startExecution(deps, name, execution);
  const observedAt = deps.clock.now().toISOString();
  return startExecution(deps, name, {
    ...execution,
    observation: writtenObservation({ ...firstObservation(awaited), observedAt }),
  });
}

/** First observation: the response to the registration. */
function firstObservation(description: LinkDescription): Omit<Observation, 'observedAt'> {
  return {
    outcome: 'awaited',
    waitSeconds: FIRST_ENDPOINT_POLL_SECONDS,
    description,
    message: '',
    advice: '',
  };
}

/**
 * Parameter Store allows few writes per second, and a link matters more than its record: if one event claims an endpoint
 * after another one has given up, both start executions for one link, and the conclusions write the record.
 *
 * @param isDecisive more depends on the registry: its unavailability is thrown
 */
export async function unlessUnavailable<T>(
  { log }: Pick<StartLinkDependencies, 'log'>,
  call: () => Promise<T>,
  otherwise: T,
  isDecisive = false,
): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (isDecisive && error instanceof RegistryUnavailableError) throw error;
    if (!(error instanceof RegistryUnavailableError || error instanceof ItemRefusedError)) throw error;
    log.warn('registry is unavailable', { error: error.message });
    return otherwise;
  }
}
