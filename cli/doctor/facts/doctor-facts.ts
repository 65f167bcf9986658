import type { LinkDescription } from '../../../lambda/contract/attributes.js';
import type { ClusterConnectionStrings } from '../../../lambda/contract/custom-resources.js';
import type { LinkRecord } from '../../../lambda/contract/registry.js';
import type { PreflightWarning } from '../../../lambda/contract/warnings.js';
import type { FederatedProject } from '../../../lambda/domain/data-federation/federated-project.js';
import type { Cluster } from '../../../lambda/domain/model/ports/atlas.js';
import type { VpcEndpoint } from '../../../lambda/domain/model/ports/ec2.js';
import type { Automation } from '../../automation/automation.js';
import type { RuleFacts } from '../../aws/rules.js';
import type { EndpointHistory } from '../../aws/trails.js';
import type { LinkPlace, ProjectServices } from '../../links/project-services.js';
import type { DeadLetter } from '../../redrive/dead-letter.js';
import type { Fact } from './fact.js';
import type { TrailsFound } from './gather-trails.js';
import type { MemberFacts } from './member-facts.js';

export interface NameFacts {
  /** Host name in a connection string: `cluster0-pl-0.ab1cd.mongodb.net`. */
  readonly host: string;
  /** Hosts that the SRV record names. */
  readonly targets: readonly string[];
  /** Addresses of the first of these hosts. */
  readonly addresses: readonly string[];
  /** Error code, such as ENOTFOUND; empty if there was no error. */
  readonly problem: string;
}

/** All facts that the checks judge, looked up once. */
export interface DoctorFacts extends TrailsFound {
  readonly endpointId: string;
  readonly now: Date;
  readonly automation: Automation;
  /** Undefined if the endpoint is of the automation's own account and Region. */
  readonly member: MemberFacts | undefined;
  readonly projects: readonly ProjectServices[];
  /** Undefined: EC2 does not show it in this account and Region. */
  readonly endpoint: Fact<VpcEndpoint | undefined>;
  readonly history: Fact<EndpointHistory>;
  readonly rules: Fact<readonly RuleFacts[]>;
  /** Dead-letter messages about this endpoint. */
  readonly deadLetters: Fact<readonly DeadLetter[]>;
  readonly record: Fact<LinkRecord | undefined>;
  /** For an endpoint to Data Federation: which project it is for. Undefined for other endpoints. */
  readonly federated: FederatedProject | undefined;
  readonly place: LinkPlace | undefined;
  /** Roles of the credentials in the project of `place`. Undefined: Atlas does not list the credentials there. */
  readonly ownRoles: Fact<readonly string[] | undefined>;
  /** Undefined: Atlas does not list it. */
  readonly link: Fact<LinkDescription | undefined>;
  readonly isRunning: Fact<boolean>;
  readonly warnings: Fact<readonly PreflightWarning[]>;
  readonly clusters: Fact<readonly Cluster[]>;
  readonly recordedStrings: Fact<readonly ClusterConnectionStrings[]>;
  readonly names: Fact<readonly NameFacts[]>;
}
