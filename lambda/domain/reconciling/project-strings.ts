import type { LinkRecord } from '../../contract/registry.js';
import { ListedStrings } from '../connection-strings/listed-strings.js';
import type { RecordStringsDependencies } from '../connection-strings/record-connection-strings.js';
import {
  type RefreshedStrings,
  refreshConnectionStrings,
} from '../connection-strings/refresh-connection-strings.js';
import { AtlasError } from '../model/errors/atlas-error.js';
import type { AtlasPort } from '../model/ports/atlas.js';

export interface ProjectStringsDependencies extends RecordStringsDependencies {
  readonly atlas: AtlasPort;
  /** 0: connection strings are not polled. */
  readonly connectionStringsTimeoutSeconds: number;
}

/** What the clusters of a project list. Read once per slice, at the first link that needs it. */
export class ProjectStrings {
  private reading: Promise<ListedStrings | undefined> | undefined;

  constructor(
    private readonly deps: ProjectStringsDependencies,
    private readonly projectId: string,
  ) {}

  /** Undefined if connection strings are disabled, or cannot be read now: the next reconciliation reads them. */
  async read(): Promise<ListedStrings | undefined> {
    if (this.deps.connectionStringsTimeoutSeconds === 0) return undefined;
    this.reading ??= this.list();
    return this.reading;
  }

  /** Undefined if {@link read} returns undefined. */
  async refresh(record: LinkRecord, executionArn: string): Promise<RefreshedStrings | undefined> {
    const listed = await this.read();
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

  private async list(): Promise<ListedStrings | undefined> {
    const { atlas, log } = this.deps;
    try {
      return new ListedStrings(await atlas.listClusters(this.projectId));
    } catch (error) {
      if (!(error instanceof AtlasError)) throw error;
      log.warn('clusters cannot be read', { projectId: this.projectId, error: error.message });
      return undefined;
    }
  }
}
