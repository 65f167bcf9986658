import type { Cluster, EndpointService } from '../model/ports/atlas.js';
import type { IngressRule, VpcEndpoint } from '../model/ports/ec2.js';

/** The facts that preflight judges. A fact that could not be read is undefined and produces no warning. */
export interface PreflightFacts {
  readonly endpoint: VpcEndpoint;
  readonly projectId: string;
  /** The endpoint service that the endpoint connects to. */
  readonly service: EndpointService;
  /** Rules of all of the endpoint's security groups. */
  readonly ingressRules: readonly IngressRule[] | undefined;
  readonly subnetZones: readonly string[] | undefined;
  /** Empty if AWS does not return them. */
  readonly serviceZones: readonly string[] | undefined;
  /** Services of the project for all cloud providers, as far as they could be read. */
  readonly services: readonly EndpointService[];
  /** Endpoints on the same service that EC2 shows in the Region of this one: of all others, the Region is not known. */
  readonly sameRegion: readonly string[] | undefined;
  readonly regionalMode: boolean | undefined;
  readonly clusters: readonly Cluster[] | undefined;
}

/** A warning without its code. */
export interface Finding {
  readonly message: string;
  readonly advice: string;
}

export type PreflightRule = (facts: PreflightFacts) => Finding | undefined;
