import type { LinkRecord } from '../../contract/registry.js';
import { ListedStrings } from '../connection-strings/listed-strings.js';
import type { RecordStringsDependencies } from '../connection-strings/record-connection-strings.js';
import {
  type RefreshedStrings,
  refreshConnectionStrings,
} from '../connection-strings/refresh-connection-strings.js';
import { AtlasError } from '../model/errors/atlas-error.js';
import type { AtlasPort, Cluster } from '../model/ports/atlas.js';

export interface ProjectStringsDependencies extends RecordStringsDependencies {
  readonly atlas: AtlasPort;
  /** 0: connection strings are not polled. */
  readonly connectionStringsTimeoutSeconds: number;
  /** Clusters as read some minutes ago, which the comparisons of all members share. */
  readonly recentClusters?: ((projectId: string) => Promise<readonly Cluster[]>) | undefined;
}

/** What the clusters of a project list. Read once per slice, at the first link that needs it. */
export class ProjectStrings {
  private reading: Promise<ListedStrings | undefined> | undefined;
  private readingNow: Promise<ListedStrings | undefined> | undefined;

  constructor(
    private readonly deps: ProjectStringsDependencies,
    private readonly projectId: string,
  ) {}

  /** Undefined if connection strings are disabled, or cannot be read now: the next reconciliation reads them. */
  async read(): Promise<ListedStrings | undefined> {
    if (this.deps.connectionStringsTimeoutSeconds === 0) return undefined;
    const { recentClusters } = this.deps;
    this.reading ??= recentClusters === undefined ? this.readNow() : this.list(recentClusters);
    return this.reading;
  }

  /** Cached strings may be minutes old: compare with them, never store them. */
  private readNow(): Promise<ListedStrings | undefined> {
    this.readingNow ??= this.list((projectId) => this.deps.atlas.listClusters(projectId));
    return this.readingNow;
  }

  /** Undefined if {@link read} returns undefined. */
  async refresh(record: LinkRecord, executionArn: string): Promise<RefreshedStrings | undefined> {
    if (this.deps.connectionStringsTimeoutSeconds === 0) return undefined;
    const listed = await this.readNow();
    if (listed === undefined) return undefined;
    const { link, region, account } = record;
    const target = {
      kind: 'link' as const,
      cloudProvider: link.cloudProvider,
      projectId: link.projectId,
      endpointServiceId: link.endpointServiceId,
      endpointId: link.endpointId,
      region,
      account,
    };
    return refreshConnectionStrings(this.deps, target, executionArn, listed);
  }

  private async list(
    listClusters: (projectId: string) => Promise<readonly Cluster[]>,
  ): Promise<ListedStrings | undefined> {
    const { log } = this.deps;
    try {
      return new ListedStrings(await listClusters(this.projectId));
    } catch (error) {
      if (!(error instanceof AtlasError)) throw error;
      log.warn('clusters cannot be read', { projectId: this.projectId, error: error.message });
      return undefined;
    }
  }
}
