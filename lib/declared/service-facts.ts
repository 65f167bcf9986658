import { known } from '../engine/prop-checks.js';
import type { IAtlasPrivateEndpointService } from './atlas-private-endpoint-service-base.js';

/** What synthesis knows of an endpoint service; undefined where only the deployment will. */
export interface ServiceFacts {
  readonly cloudProvider: string | undefined;
  /** In either spelling. */
  readonly region: string | undefined;
}

/** Beside the services, and no members of theirs: what users see of a service is what Atlas says of it. */
const FACTS = new WeakMap<IAtlasPrivateEndpointService, ServiceFacts>();

export function rememberFacts(service: IAtlasPrivateEndpointService, facts: ServiceFacts): void {
  FACTS.set(service, facts);
}

/** Of a service that was made elsewhere, its name says it. */
export function factsOf(service: IAtlasPrivateEndpointService): ServiceFacts {
  const remembered = FACTS.get(service);
  if (remembered !== undefined) return remembered;
  const region = regionInName(known(service.endpointServiceName));
  return { cloudProvider: region === undefined ? undefined : 'AWS', region };
}

/** `com.amazonaws.vpce.<region>.vpce-svc-…`; in other partitions with something before it. */
export function regionInName(endpointServiceName: string | undefined): string | undefined {
  return /\.vpce\.([a-z0-9-]+)\.vpce-svc-[0-9a-f]+$/.exec(endpointServiceName ?? '')?.[1];
}
