/** A hub whose functions link and unlink endpoints of members as those of its own account and Region. */
import { allServices, type ProjectServices } from '../../domain/data-federation/all-services.js';
import { MemberIntroductions } from '../../domain/members/hear-member.js';
import { type Reach, reachableIds } from '../../domain/members/project-reach.js';
import { keyOf } from '../../domain/members/served-places.js';
import type { Cluster } from '../../domain/model/ports/atlas.js';
import type { EventPort } from '../../domain/model/ports/events.js';
import type { LogPort } from '../../domain/model/ports/observability.js';
import type { Place } from '../../domain/model/values/place.js';
import { RecentResponses } from '../../domain/polling/recent-responses.js';
import { PreflightChecker, type PreflightDependencies } from '../../domain/preflight/gather-preflight.js';
import { withinTime } from '../../time/within-time.js';
import { onBothBuses } from './at-target.js';
import { type Hub, KEPT_MEMBERS, type MemberAdapters } from './hub.js';
import { RecentlyUsed } from './recently-used.js';

/** Dependencies that differ between places are replaced, and all others are the hub's own. */
interface OwnLinking extends Pick<PreflightDependencies, 'atlas' | 'clock'> {
  readonly log: LogPort;
  readonly events?: EventPort;
  readonly projects: readonly Reach[];
  readonly projectIds: readonly string[];
  readonly federatedProjectIds: readonly string[];
}

/** A pass over hundreds of members must not list the services and clusters of each project hundreds of times. */
const RECENT_LISTS_MILLISECONDS = 300_000;

/** @param hub undefined if the automation has no members */
export function linkingHub<Own extends OwnLinking>(own: Own, hub: Hub | undefined) {
  if (hub === undefined) return undefined;
  const known = new RecentlyUsed<Own & ReturnType<typeof ofMember>>(KEPT_MEMBERS);
  const shared = sharedByMembers(own);
  return {
    ...hub,
    log: own.log,
    clock: own.clock,
    introductions: new MemberIntroductions({ heardMembers: hub.heardMembers, log: own.log }),
    /** @param name of a session that is opened in the member account */
    dependenciesAt: (place: Place, name: string) => {
      const adapters = hub.at(place, name);
      return known.get(keyOf(place), () => ({ ...own, ...shared, ...ofMember(own, adapters) }));
    },
  };
}

function sharedByMembers({ atlas, clock, projectIds, federatedProjectIds }: OwnLinking) {
  const services = new RecentResponses<ProjectServices>(clock, RECENT_LISTS_MILLISECONDS);
  const clusters = new RecentResponses<readonly Cluster[]>(clock, RECENT_LISTS_MILLISECONDS);
  return {
    hasMembers: false,
    homeProjectIds: new Set(projectIds),
    recentServices: (projectId: string) =>
      services.get(projectId, () => allServices(atlas, projectId, federatedProjectIds)),
    recentClusters: (projectId: string) => clusters.get(projectId, () => atlas.listClusters(projectId)),
  };
}

function ofMember(
  { atlas, clock, log, events, projects }: OwnLinking,
  { place, network, memberEvents, ...adapters }: MemberAdapters,
) {
  return {
    ...adapters,
    ...(events === undefined ? {} : { events: onBothBuses(events, memberEvents, log) }),
    ...place,
    projectIds: reachableIds(projects, place),
    isOfMember: true as const,
    // EC2 is read for all waiting links of one account and Region together: decision 57.
    awaitsAcceptance: false,
    preflight: new PreflightChecker({ atlas, network, clock, log, withinTime }),
  };
}
