/** Federated Database Instances, and those that Atlas makes for Online Archives, with their host names. */
import type { DataFederationEndpoints } from './data-federation.js';
import { hashedId } from './object-id.js';

export const FEDERATED_DATABASE_TYPES = ['USER', 'ONLINE_ARCHIVE'] as const;
export type FederatedDatabaseType = (typeof FEDERATED_DATABASE_TYPES)[number];

export interface FederatedDatabaseRequest {
  readonly name: string;
  /** Default: `USER`. */
  readonly type?: FederatedDatabaseType;
}

/**
 * How Atlas identifies the endpoint of a host name: by its id, or by a label that contains it. The description says
 * "human-readable label that identifies private endpoint", and no value is recorded, so both are possible.
 */
export const HOSTNAME_LABELS = ['endpoint-id', 'label'] as const;
export type HostnameLabel = (typeof HOSTNAME_LABELS)[number];

export interface PrivateEndpointHostname {
  readonly hostname: string;
  readonly privateEndpoint: string;
}

export class FederatedDatabase {
  readonly type: FederatedDatabaseType;
  readonly name: string;

  constructor({ name, type = 'USER' }: FederatedDatabaseRequest) {
    this.name = name;
    this.type = type;
  }

  /** The form of the names is not recorded. */
  get hostnames(): readonly string[] {
    return [`${this.name.toLowerCase()}-${this.suffix}.a.query.mongodb.net`];
  }

  /** One for each endpoint that is registered, in the order of their registration. */
  privateHostnames(
    endpoints: DataFederationEndpoints,
    label: HostnameLabel,
  ): readonly PrivateEndpointHostname[] {
    return endpoints.all
      .filter(({ status }) => status === 'OK')
      .map(({ request: { endpointId } }) => ({
        hostname: `${this.name.toLowerCase()}-${hashedId(endpointId).slice(0, 6)}-${this.suffix}.a.query.mongodb.net`,
        privateEndpoint: label === 'endpoint-id' ? endpointId : `AWS ${endpointId}`,
      }));
  }

  private get suffix(): string {
    return hashedId(this.name).slice(0, 5);
  }
}
