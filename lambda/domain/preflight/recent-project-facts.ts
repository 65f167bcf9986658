import type { CloudProvider } from '../../contract/attributes.js';
import { AtlasError } from '../model/errors/atlas-error.js';
import type { AtlasPort, Cluster, EndpointService } from '../model/ports/atlas.js';
import type { ClockPort } from '../model/ports/clock.js';
import { isComfortable } from '../polling/pacing.js';
import { RecentResponses } from '../polling/recent-responses.js';

/** The calls of Atlas that preflight uses. */
export type ProjectFactsPort = Pick<
  AtlasPort,
  'listEndpointServices' | 'listClusters' | 'isRegionalModeEnabled'
>;

/**
 * If a cluster was resumed or a mode was changed within this time, the cost is an unnecessary warning, not a missing
 * link.
 */
const RECENT_MILLISECONDS = 60_000;

/**
 * Caches Atlas's data of a project for one minute, however many endpoints are linked meanwhile; concurrent callers
 * share one request. Failures are cached for the same time, so that not every endpoint repeats a failing request.
 */
export class RecentProjectFacts implements ProjectFactsPort {
  private readonly services: RecentResponses<readonly EndpointService[]>;
  private readonly clusters: RecentResponses<readonly Cluster[]>;
  private readonly modes: RecentResponses<boolean>;

  constructor(
    private readonly atlas: AtlasPort,
    clock: ClockPort,
  ) {
    this.services = new RecentResponses(clock, RECENT_MILLISECONDS);
    this.clusters = new RecentResponses(clock, RECENT_MILLISECONDS);
    this.modes = new RecentResponses(clock, RECENT_MILLISECONDS);
  }

  listEndpointServices(projectId: string, cloudProvider: CloudProvider) {
    return this.services.get(`${projectId} ${cloudProvider}`, () =>
      this.ask(projectId, () => this.atlas.listEndpointServices(projectId, cloudProvider)),
    );
  }

  listClusters(projectId: string) {
    return this.clusters.get(projectId, () => this.ask(projectId, () => this.atlas.listClusters(projectId)));
  }

  isRegionalModeEnabled(projectId: string) {
    return this.modes.get(projectId, () =>
      this.ask(projectId, () => this.atlas.isRegionalModeEnabled(projectId)),
    );
  }

  /**
   * Each of many concurrent containers has its own cache: the links need the rest of the project's token bucket more.
   */
  private async ask<T>(projectId: string, call: () => Promise<T>): Promise<T> {
    const budget = this.atlas.rateBudget(projectId);
    if (isComfortable(budget)) return call();
    throw new AtlasError(
      `Project ${projectId} has ${budget?.remaining} of ${budget?.limit} requests left, which are reserved for links.`,
      {
        kind: 'rate-limited',
        operation: `Preflight of project ${projectId}`,
        advice: 'Nothing needs to be done: preflight checks again with the next endpoint.',
      },
    );
  }
}
