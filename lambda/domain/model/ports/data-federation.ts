/** Private endpoints of Federated Database Instances and Online Archives; `lambda/atlas` implements it. */
import type { DataFederationLinkDescription, FederatedHostname } from '../../../contract/custom-resources.js';
import type { AtlasRegion } from '../../../contract/regions.js';
import type { RemovalPermit } from '../values/removal-permit.js';

/** An endpoint that is registered in a project. No Atlas service id belongs to it: all customers share the services. */
export interface DataFederationLinkReference {
  readonly projectId: string;
  readonly endpointId: string;
}

export interface DataFederationRegistration extends DataFederationLinkReference {
  /** Undefined leaves the comment of an existing registration unchanged. */
  readonly comment?: string | undefined;
  /** With the DNS name or not at all. Atlas ignores both for an existing registration. */
  readonly region?: AtlasRegion | undefined;
  readonly customerEndpointDnsName?: string | undefined;
}

export interface DataFederationPort {
  /** All registrations of the project, from all pages, those of Azure included. */
  list(projectId: string): Promise<readonly DataFederationLinkDescription[]>;
  /**
   * Undefined if the list of the project, read completely, does not have the endpoint. A 404 alone is no proof, because
   * its error codes are not documented.
   */
  find(link: DataFederationLinkReference): Promise<DataFederationLinkDescription | undefined>;
  /** Host names of all federated databases for the endpoint, those of Online Archives included. */
  hostnames(link: DataFederationLinkReference): Promise<readonly FederatedHostname[]>;
}

export interface DataFederationChangePort extends DataFederationPort {
  /**
   * Sends one POST, which creates the registration, or updates the comment of an existing one. Throttling (429) is
   * retried inside; after an unclear failure (5xx, no response) the caller must poll first. Undefined if the response,
   * the first page of all registrations, does not have the endpoint: a poll shows it.
   *
   * @param before called right before each POST, those after a 429 included; its error is thrown, and nothing is sent
   */
  register(
    registration: DataFederationRegistration,
    before?: () => Promise<void>,
  ): Promise<DataFederationLinkDescription | undefined>;
  /**
   * Sends one DELETE, without a retry: after a failure, the caller must poll first. A missing registration is success.
   */
  remove(permit: RemovalPermit<DataFederationLinkReference>): Promise<void>;
}
