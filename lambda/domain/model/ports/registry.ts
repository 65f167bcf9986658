/** The registry in SSM Parameter Store; `lambda/aws` provides it. */
import type { ClusterConnectionStrings, ConnectionStringKind } from '../../../contract/custom-resources.js';
import type { LinkRecord } from '../../../contract/registry.js';
import type { UnreadableRecord } from '../errors/unreadable-record-error.js';

export interface RegistryPort {
  /**
   * Undefined if there is none.
   *
   * @throws UnreadableRecordError if a record exists that this version cannot read: its owner is unknown
   */
  find(endpointId: string): Promise<LinkRecord | undefined>;
  /** @returns false if another writer has created a record first */
  create(record: LinkRecord): Promise<boolean>;
  put(record: LinkRecord): Promise<void>;
  /** A missing record is success. */
  remove(endpointId: string): Promise<void>;
  /** @param onUnreadable called for each parameter that cannot be read as a record, or as the record of its endpoint */
  list(onUnreadable?: (record: UnreadableRecord) => void): Promise<readonly LinkRecord[]>;
  /** The strings stored for an endpoint, by cluster; the text of a kind that is not stored is empty. */
  connectionStrings(endpointId: string): Promise<readonly ClusterConnectionStrings[]>;
  /** @returns the parameter's name; empty if the value is larger than a parameter may be */
  putConnectionString(
    endpointId: string,
    cluster: string,
    kind: ConnectionStringKind,
    value: string,
  ): Promise<string>;
  /** A missing string is success. */
  removeConnectionString(endpointId: string, cluster: string, kind: ConnectionStringKind): Promise<void>;
  /** Removes all kinds. A missing string is success. */
  removeConnectionStrings(endpointId: string, clusters: readonly string[]): Promise<void>;
}
