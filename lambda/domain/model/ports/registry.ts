/** The registry in SSM Parameter Store; `lambda/aws` provides it. */
import type { ClusterConnectionStrings, ConnectionStringKind } from '../../../contract/custom-resources.js';
import type { LinkRecord } from '../../../contract/registry.js';
import type { UnreadableRecord } from '../errors/unreadable-record-error.js';

export interface RegistryPort {
  /**
   * Undefined where there is none.
   *
   * @throws UnreadableRecordError where something is there that this version cannot read: it may be anybody's
   */
  find(endpointId: string): Promise<LinkRecord | undefined>;
  /** @returns false when another one has written a record first */
  create(record: LinkRecord): Promise<boolean>;
  put(record: LinkRecord): Promise<void>;
  /** A record that is not there is success. */
  remove(endpointId: string): Promise<void>;
  /** @param onUnreadable told each parameter that cannot be read as a record, or as one of its endpoint */
  list(onUnreadable?: (record: UnreadableRecord) => void): Promise<readonly LinkRecord[]>;
  /** What is stored for an endpoint, by cluster; empty texts where a kind is not. */
  connectionStrings(endpointId: string): Promise<readonly ClusterConnectionStrings[]>;
  /** @returns the parameter's name; empty when the value is larger than a parameter may be */
  putConnectionString(
    endpointId: string,
    cluster: string,
    kind: ConnectionStringKind,
    value: string,
  ): Promise<string>;
  /** What is not there is success. */
  removeConnectionString(endpointId: string, cluster: string, kind: ConnectionStringKind): Promise<void>;
  /** All kinds. What is not there is success. */
  removeConnectionStrings(endpointId: string, clusters: readonly string[]): Promise<void>;
}
