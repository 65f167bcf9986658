import type { IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import type { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { AtlasProject } from './atlas-project.js';

/** What the automation and the provider of custom resources are both told: whom to ask, from where, whom to tell. */
export interface LinkEngineProps {
  /**
   * The Atlas projects with their credentials. At least one, each of them once. The automation finds the project of an
   * endpoint by the name of its endpoint service; resources are declared in these projects alone.
   */
  readonly projects: AtlasProject[];

  /**
   * Base URL of the Atlas Admin API, such as `https://cloud.mongodbgov.com` for Atlas for Government.
   *
   * @default - `https://cloud.mongodb.com`
   */
  readonly atlasBaseUrl?: string;

  /**
   * Let the functions share one access token of each service account, in secrets of their own: one for every three
   * different credentials, $0.40 a month each. A service account may hold 100 tokens, and without this each container
   * takes one: more than 100 endpoints at a time would wait for tokens to expire. Of no use with API keys.
   *
   * @default true
   */
  readonly shareAccessTokens?: boolean;

  /**
   * Bus on which the conclusions of links are published.
   *
   * @default - the default bus of the account and Region
   */
  readonly eventBus?: IEventBus;

  /**
   * Notified on alarm and on recovery, such as `new SnsAction(topic)`. One incident is one page. Of the automation,
   * failed and timed-out links notify through `AtlasPrivateLinkUnhealthy`, and a dead-letter message that belongs to one of them
   * only when it is still there an hour later; `UnlinkFailed`, `LastLinkRetained`, `ProjectUnreadable`, `DriftLeft`,
   * `ReconcileFailed` and `AtlasThrottled` notify for themselves. For other routes, leave this out and use the members
   * of its `alarms`. Of the provider, requests of CloudFormation that could not be handled notify.
   *
   * @default - the alarms are there and notify nobody
   */
  readonly alarmActions?: IAlarmAction[];

  /**
   * VPC for the functions that ask Atlas, so that they leave through a NAT gateway whose Elastic IP can be on the API
   * access list of the organization. The subnets need a way out to Atlas and to AWS. The function that publishes the
   * conclusions stays outside.
   *
   * @default - the functions run outside of any VPC, with addresses that change
   */
  readonly vpc?: IVpc;

  /**
   * Subnets of `vpc` for the functions.
   *
   * @default - the private subnets with a NAT gateway; a VPC without any is refused
   */
  readonly vpcSubnets?: SubnetSelection;

  /**
   * Security groups of the functions in `vpc`. They must let HTTPS out.
   *
   * @default - a new one that lets HTTPS out and nothing in
   */
  readonly securityGroups?: ISecurityGroup[];

  /**
   * How long the logs of the functions and of the state machines are kept.
   *
   * @default RetentionDays.THREE_MONTHS
   */
  readonly logRetention?: RetentionDays;

  /**
   * Least severe log level that is written: DEBUG, INFO, WARN or ERROR. DEBUG has a line for each request to Atlas
   * and for each ignored endpoint; no level has secrets. Sets Lambda's application log level too, as far as INFO: metric
   * lines count as INFO and would vanish above it.
   *
   * @default "INFO"
   */
  readonly logLevel?: string;
}
