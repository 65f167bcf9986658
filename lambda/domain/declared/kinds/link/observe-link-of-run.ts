import type { Observation } from '../../../../contract/workflow.js';
import { type ObserveLinkDependencies, observeLink } from '../../../following/observe-link.js';
import type { WorkflowState } from '../../../model/workflow-state.js';

export async function observeLinkOfRun(
  deps: ObserveLinkDependencies,
  { input, observation, prepared, applied, retried }: WorkflowState<'link'>,
): Promise<Observation> {
  // Waiting before the change is no look at a link.
  const isLook = observation !== undefined && observation.outcome !== 'again';
  const look = await observeLink(deps, input, {
    observedAt: isLook ? new Date(observation.observedAt) : undefined,
    missingSince: isLook ? observation.missingSince : undefined,
    endpointMissingSince: isLook ? observation.endpointMissingSince : undefined,
    notFoundSince: isLook ? observation.notFoundSince : undefined,
    connectionStrings: observation?.connectionStrings,
    serviceRegionName: prepared?.serviceRegionName,
    createdAt: applied?.at,
    retried,
  });
  return applied?.kept === true ? kept(look) : look;
}

/** The last link of its service was not removed: nothing to wait for. */
function kept(look: Observation): Observation {
  return {
    ...look,
    outcome: 'kept',
    message:
      'The link was kept: it is the last of its endpoint service, and Atlas would remove the service with it.',
    advice: 'Remove it in Atlas if the endpoint service is no longer needed, or set LastLink to remove.',
  };
}
