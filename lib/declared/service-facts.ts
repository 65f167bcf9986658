import { known } from '../engine/prop-checks.js';
import type { IAtlasPrivateEndpointService } from './atlas-private-endpoint-service-base.js';

/** What synthesis knows about an endpoint service; undefined if it is known only at deployment. */
export interface ServiceFacts {
  readonly cloudProvider: string | undefined;
  /** In either spelling. */
  readonly region: string | undefined;
}

/** Stored outside the services, so that users of a service only see Atlas's attributes. */
const FACTS = new WeakMap<IAtlasPrivateEndpointService, ServiceFacts>();

export function rememberFacts(service: IAtlasPrivateEndpointService, facts: ServiceFacts): void {
  FACTS.set(service, facts);
}

/** The name of a service that was created elsewhere contains its Region. */
export function factsOf(service: IAtlasPrivateEndpointService): ServiceFacts {
  const remembered = FACTS.get(service);
  if (remembered !== undefined) return remembered;
  const region = regionInName(known(service.endpointServiceName));
  return { cloudProvider: region === undefined ? undefined : 'AWS', region };
}

/** `com.amazonaws.vpce.<region>.vpce-svc-…`; other partitions have a prefix. */
export function regionInName(endpointServiceName: string | undefined): string | undefined {
  return /\.vpce\.([a-z0-9-]+)\.vpce-svc-[0-9a-f]+$/.exec(endpointServiceName ?? '')?.[1];
}
