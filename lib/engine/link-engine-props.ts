import type { IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import type { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { AtlasProject } from './atlas-project.js';

/** Props that the automation and the provider of custom resources share: Atlas, network, events and alarms. */
export interface LinkEngineProps {
  /**
   * The Atlas projects with their credentials. At least one, and each only once. The automation finds the project of an
   * endpoint by the name of its endpoint service; resources can only be declared in these projects.
   */
  readonly projects: AtlasProject[];

  /**
   * Base URL of the Atlas Admin API, such as `https://cloud.mongodbgov.com` for Atlas for Government.
   *
   * @default - `https://cloud.mongodb.com`
   */
  readonly atlasBaseUrl?: string;

  /**
   * Let the functions share one access token for each service account, in their own secrets: one for every three
   * different credentials, $0.40 a month each. A service account may have 100 tokens, and without this each container
   * uses one: with more than 100 concurrent endpoints, some would wait for tokens to expire. It has no effect with API
   * keys.
   *
   * @default true
   */
  readonly shareAccessTokens?: boolean;

  /**
   * Event bus to which the conclusions of links are published.
   *
   * @default - the default bus of the account and Region
   */
  readonly eventBus?: IEventBus;

  /**
   * Actions on alarm and on recovery, such as `new SnsAction(topic)`. One incident causes one page. For the automation,
   * failed and timed-out links notify through `AtlasPrivateLinkUnhealthy`, and a dead-letter message about one of them
   * only if it still exists one hour later; `UnlinkFailed`, `LastLinkRetained`, `ProjectUnreadable`, `DriftLeft`,
   * `ReconcileFailed` and `AtlasThrottled` notify directly. For other routes, omit this prop and use the members of its
   * `alarms`. For the provider, CloudFormation requests that could not be handled notify.
   *
   * @default - the alarms exist and notify nobody
   */
  readonly alarmActions?: IAlarmAction[];

  /**
   * VPC for the functions that call Atlas, so that their traffic leaves through a NAT gateway whose Elastic IP can be
   * on the API access list of the organization. The subnets need a route to Atlas and to AWS. The function that
   * publishes the conclusions is not in the VPC.
   *
   * @default - the functions run outside any VPC, with changing addresses
   */
  readonly vpc?: IVpc;

  /**
   * Subnets of `vpc` for the functions.
   *
   * @default - the private subnets with a NAT gateway; a VPC without any is refused
   */
  readonly vpcSubnets?: SubnetSelection;

  /**
   * Security groups of the functions in `vpc`. They must allow outbound HTTPS.
   *
   * @default - a new one that allows outbound HTTPS and no inbound traffic
   */
  readonly securityGroups?: ISecurityGroup[];

  /**
   * Retention time of the logs of the functions and of the state machines.
   *
   * @default RetentionDays.THREE_MONTHS
   */
  readonly logRetention?: RetentionDays;

  /**
   * Least severe log level that is written: DEBUG, INFO, WARN or ERROR. DEBUG has a line for each request to Atlas and
   * for each ignored endpoint; no level logs secrets. It also sets Lambda's application log level, but not above INFO:
   * metric lines count as INFO and would be dropped.
   *
   * @default "INFO"
   */
  readonly logLevel?: string;
}
