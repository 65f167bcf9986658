import type { Cluster, EndpointService } from '../model/ports/atlas.js';
import type { IngressRule, VpcEndpoint } from '../model/ports/ec2.js';

/** What preflight judges. Undefined is what could not be read: it gives no warning. */
export interface PreflightFacts {
  readonly endpoint: VpcEndpoint;
  readonly projectId: string;
  /** The one that the endpoint leads to. */
  readonly service: EndpointService;
  /** Of the endpoint's security groups, together. */
  readonly ingressRules: readonly IngressRule[] | undefined;
  readonly subnetZones: readonly string[] | undefined;
  /** Empty where AWS does not tell. */
  readonly serviceZones: readonly string[] | undefined;
  /** Of the project, all cloud providers, as far as they could be read. */
  readonly services: readonly EndpointService[];
  readonly regionalMode: boolean | undefined;
  readonly clusters: readonly Cluster[] | undefined;
}

/** A warning without its code. */
export interface Finding {
  readonly message: string;
  readonly advice: string;
}

export type PreflightRule = (facts: PreflightFacts) => Finding | undefined;
