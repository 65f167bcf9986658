import type { Observation } from '../../../../execution-data/observation.js';
import { afterPoll } from '../../../awaiting/acceptance.js';
import { type PollLinkDependencies, pollLink } from '../../../following/poll-link.js';
import type { WorkflowState } from '../../../model/workflow-state.js';

export async function pollLinkOfExecution(
  deps: PollLinkDependencies,
  { input, observation, prepared, applied, retried }: WorkflowState<'link'>,
): Promise<Observation> {
  // A wait before the change is not a poll of a link.
  const isPoll = observation !== undefined && observation.outcome !== 'again';
  const poll = await pollLink(deps, input, {
    observedAt: isPoll ? new Date(observation.observedAt) : undefined,
    missingSince: isPoll ? observation.missingSince : undefined,
    endpointMissingSince: isPoll ? observation.endpointMissingSince : undefined,
    notFoundSince: isPoll ? observation.notFoundSince : undefined,
    connectionStrings: observation?.connectionStrings,
    serviceRegionName: prepared?.serviceRegionName,
    createdAt: applied?.at,
    retried,
  });
  if (applied?.retained === true) return retained(poll);
  return afterPoll(poll, input, observation?.acceptance, deps.clock.now());
}

/** The last link of its service was not removed, so there is nothing to wait for. */
function retained(poll: Observation): Observation {
  return {
    ...poll,
    outcome: 'retained',
    message:
      'The link was retained: it is the last of its endpoint service, and Atlas would remove the service with it.',
    advice: 'Remove it in Atlas if the endpoint service is no longer needed, or set LastLink to remove.',
  };
}
