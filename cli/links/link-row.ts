import type { CloudProvider } from '../../lambda/contract/attributes.js';
import type { AtlasError } from '../../lambda/domain/model/errors/atlas-error.js';

/** A link, or an endpoint that could be one. */
export interface LinkRow {
  readonly cloudProvider: CloudProvider;
  readonly endpointId: string;
  /** Tag `Name` of the VPC endpoint; empty if it has none or is not visible. */
  readonly name: string;
  /** Region of the endpoint service, in its cloud's spelling; that of the VPC endpoint if there is no service. */
  readonly region: string;
  /** Empty for an endpoint that connects to no configured project. */
  readonly projectId: string;
  readonly endpointServiceId: string;
  readonly endpointServiceName: string;
  /** True if Atlas lists it on its endpoint service. */
  readonly listed: boolean;
  /** True if the automation may link it; null if EC2 does not show it, so that this is unknown. */
  readonly selected: boolean | null;
  /** Empty if Atlas does not list it. */
  readonly atlasStatus: string;
  /** Empty if EC2 does not show it in this account and Region. */
  readonly ec2State: string;
  /** Empty if the registry has no record. */
  readonly registryState: string;
  readonly warnings: readonly string[];
  /** What is unusual; empty if nothing is. */
  readonly note: string;
  /** AWS account of the VPC endpoint; empty if it is not known. Absent unless a hub lists links of members, too. */
  readonly account?: string;
  /** Region of the VPC endpoint, with {@link account}. */
  readonly endpointRegion?: string;
}

export interface LinkList {
  readonly rows: readonly LinkRow[];
  readonly errors: readonly AtlasError[];
}
