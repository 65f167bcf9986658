import type { CloudProvider } from '../../lambda/contract/attributes.js';
import type { AtlasError } from '../../lambda/domain/model/errors/atlas-error.js';

/** A link, or an endpoint that could be one. */
export interface LinkRow {
  readonly cloudProvider: CloudProvider;
  readonly endpointId: string;
  /** Tag `Name` of the VPC endpoint; empty where it has none or is not seen. */
  readonly name: string;
  /** Of the endpoint service, as its cloud spells it; of the VPC endpoint where there is no service. */
  readonly region: string;
  /** Empty for an endpoint that leads to no configured project. */
  readonly projectId: string;
  readonly endpointServiceId: string;
  readonly endpointServiceName: string;
  /** Atlas lists it on its endpoint service. */
  readonly listed: boolean;
  /** The automation may link it; null where EC2 does not show it, so that nobody can say. */
  readonly selected: boolean | null;
  /** Empty where Atlas does not list it. */
  readonly atlasStatus: string;
  /** Empty where EC2 does not show it to this account and Region. */
  readonly ec2State: string;
  /** Empty where the registry has no record. */
  readonly registryState: string;
  readonly warnings: readonly string[];
  /** What stands out; empty when nothing does. */
  readonly note: string;
}

export interface LinkList {
  readonly rows: readonly LinkRow[];
  readonly errors: readonly AtlasError[];
}
