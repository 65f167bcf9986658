/** Polls the clusters after an execution has reported that its link is available. */
import type { LinkDescription } from '../../contract/attributes.js';
import type { Observation } from '../../execution-data/observation.js';
import type { LinkExecution } from '../../execution-data/workflow-input.js';
import { type AvailableLink, pollConnectionStrings } from '../connection-strings/connection-strings.js';
import type { PollLinkDependencies } from './poll-link.js';

/**
 * Strings appear three to five minutes after AVAILABLE, and no deployment waits for them, so polls are few: each costs
 * three states.
 */
export const STRINGS_POLL_SECONDS = 45;

export interface FollowedLink extends Pick<AvailableLink, 'connectionStrings'> {
  readonly description: LinkDescription;
  /** ISO 8601; undefined in executions of an earlier version. */
  readonly availableSince?: string | undefined;
}

/** @returns pending until every cluster that can have strings has them, or their own time-out is reached */
export async function followConnectionStrings(
  deps: PollLinkDependencies,
  execution: LinkExecution,
  { description, connectionStrings, ...link }: FollowedLink,
): Promise<Observation> {
  const now = deps.clock.now();
  const { timeoutSeconds, serviceRegionName } = execution.followedStrings ?? { timeoutSeconds: 0 };
  const availableSince = connectionStrings?.availableSince ?? link.availableSince ?? now.toISOString();
  const until = new Date(Date.parse(availableSince) + timeoutSeconds * 1000).toISOString();
  // The execution's own deadline is for the link, which has become available in time.
  const observation = await pollConnectionStrings(
    deps,
    { ...execution, deadline: until },
    {
      poll: { outcome: 'available', description, message: '', advice: '' },
      wanted: { timeoutSeconds, clusters: [] },
      connectionStrings: connectionStrings ?? { availableSince, clusters: [], message: '' },
      serviceRegionName,
      budget: deps.atlas.rateBudget(execution.target.projectId),
      now,
    },
  );
  const untilEnd = Math.ceil((Date.parse(until) - now.getTime()) / 1000);
  const pause = Math.max(1, Math.min(STRINGS_POLL_SECONDS, untilEnd));
  return { ...observation, waitSeconds: Math.max(observation.waitSeconds, pause) };
}
