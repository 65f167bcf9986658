import type { LinkRecord } from '../../contract/registry.js';
import type { UnreadableRecord } from '../model/errors/unreadable-record-error.js';

/**
 * Content of the registry, read once for all projects. A hub compares each of its projects in each of its places, so the
 * records of a project and of an endpoint are found without a search.
 */
export class RegistryList {
  /** By VPC endpoint id. Their owner is unknown. */
  readonly unreadableById: ReadonlyMap<string, UnreadableRecord>;
  private readonly byEndpointId: ReadonlyMap<string, LinkRecord>;
  private readonly byProjectId = new Map<string, LinkRecord[]>();

  /** @param unreadable parameters that cannot be read as records */
  constructor(
    readonly records: readonly LinkRecord[] = [],
    readonly unreadable: readonly UnreadableRecord[] = [],
  ) {
    this.unreadableById = new Map(unreadable.map((record) => [record.endpointId, record]));
    this.byEndpointId = new Map(records.map((record) => [record.link.endpointId, record]));
    for (const record of records) {
      const { projectId } = record.link;
      const ofProject = this.byProjectId.get(projectId);
      if (ofProject === undefined) this.byProjectId.set(projectId, [record]);
      else ofProject.push(record);
    }
  }

  ofEndpoint(endpointId: string): LinkRecord | undefined {
    return this.byEndpointId.get(endpointId);
  }

  ofProject(projectId: string): readonly LinkRecord[] {
    return this.byProjectId.get(projectId) ?? [];
  }
}
