/** What depends on the kind of a link's endpoint service. */
import { type ServiceKind, serviceKindOf } from '../../contract/service-kind.js';

export interface ServiceTraits {
  /** Atlas deletes the endpoint service together with its last link. */
  readonly goesWithLastLink: boolean;
  /** The service is of one project; otherwise several can have the same endpoint registered. */
  readonly hasOneProject: boolean;
  /** EC2 shows the acceptance of an endpoint before Atlas shows the link as available. */
  readonly isAcceptedFirst: boolean;
  /** Clusters have connection strings for the endpoint, and the rules of preflight hold for it. */
  readonly leadsToClusters: boolean;
  /** The service lists the other Regions from which it accepts endpoints; the project sets that list. */
  readonly acceptsListedRegions: boolean;
  /** Some refusals are temporary, and a link is requested again after them. */
  readonly hasTransientRefusals: boolean;
}

const TRAITS: Readonly<Record<ServiceKind, ServiceTraits>> = {
  dedicated: {
    goesWithLastLink: true,
    hasOneProject: true,
    isAcceptedFirst: true,
    leadsToClusters: true,
    acceptsListedRegions: true,
    hasTransientRefusals: true,
  },
  // Whether EC2 shows an acceptance, and when, is not documented.
  'data-federation': {
    goesWithLastLink: false,
    hasOneProject: false,
    isAcceptedFirst: false,
    leadsToClusters: false,
    acceptsListedRegions: false,
    hasTransientRefusals: false,
  },
};

export function traitsOf(service: { readonly endpointServiceId: string }): ServiceTraits {
  return TRAITS[serviceKindOf(service)];
}
