import type { Duration } from 'aws-cdk-lib';
import type { IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import type { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { AtlasCredentials } from '../engine/atlas-credentials.js';
import type { LastLink } from '../engine/last-link.js';
import type { EndpointSelection } from './endpoint-selection.js';

/** An Atlas project whose endpoint services are linked to. */
export interface AtlasProject {
  /** Atlas: Project Settings, Project ID. 24 hexadecimal digits. */
  readonly projectId: string;
  /** Credentials with the role Project Owner in this project. Several projects may share them. */
  readonly credentials: AtlasCredentials;
}

export interface AtlasPrivateLinkProps {
  /** The projects that endpoints may be linked to; the one is found by the endpoint's service name. At least one. */
  readonly projects: AtlasProject[];

  /** Which VPC endpoints may be linked. A link is a network path to a database: there is no default. */
  readonly endpointSelection: EndpointSelection;

  /**
   * Base URL of the Atlas Admin API, such as `https://cloud.mongodbgov.com` for Atlas for Government.
   *
   * @default - `https://cloud.mongodb.com`
   */
  readonly atlasBaseUrl?: string;

  /**
   * Time after which a run that is neither available nor failed ends as timed out, from one minute to one day. It
   * ends the waiting, not the link: Atlas may still make it available.
   *
   * @default Duration.hours(1)
   */
  readonly linkTimeout?: Duration;

  /**
   * What becomes of a link whose VPC endpoint is deleted when it is the last one of its endpoint service: Atlas removes
   * the service with its last link, and a new service has a new name, which every VPC endpoint and stack that holds the
   * old one does not know. With `KEEP`, the link stays in Atlas until another endpoint is linked to the service; that it
   * was kept is published, counted, and raises the alarm `LastLinkKept`.
   *
   * @default LastLink.KEEP
   */
  readonly lastLink?: LastLink;

  /**
   * Remove the link of a VPC endpoint that is no longer selected: when the tag that selected it is removed, at once; for
   * other reasons, at the next reconciliation. Only links that the automation has made or adopted. An application that
   * uses the endpoint loses its path to the database.
   *
   * @default false
   */
  readonly unlinkDeselected?: boolean;

  /**
   * How long a run goes on after its link is available, until the clusters have connection strings for it, which takes
   * three to five minutes; up to an hour. They are kept in Parameter Store and published as an event of their own. With
   * `Duration.seconds(0)`, strings are neither followed nor kept.
   *
   * @default Duration.minutes(15)
   */
  readonly connectionStringsTimeout?: Duration;

  /**
   * How often Atlas, EC2 and the registry are compared, and what events have missed is repaired: from five minutes to a
   * day. Each deployment starts a comparison as well.
   *
   * @default Duration.hours(1)
   */
  readonly reconcileEvery?: Duration;

  /**
   * Bus on which the conclusions are published.
   *
   * @default - the default bus of the account and Region
   */
  readonly eventBus?: IEventBus;

  /**
   * Put the outcome and the project id on the VPC endpoint as tags. Without it the functions may not tag at all.
   *
   * @default true
   */
  readonly tagEndpoints?: boolean;

  /**
   * Notified on alarm and on recovery, such as `new SnsAction(topic)`. One incident is one page: failed and timed-out
   * links notify through `AtlasPrivateLinkUnhealthy`, and a dead letter that belongs to one of them only when it is
   * still there an hour later. `UnlinkFailed`, `LastLinkKept`, `ProjectUnreadable`, `DriftLeft`, `ReconcileFailed`
   * and `AtlasThrottled` notify for themselves. For other routes, leave this out and use the members of `alarms`.
   *
   * @default - the alarms are there and notify nobody
   */
  readonly alarmActions?: IAlarmAction[];

  /**
   * Topic that is notified as `alarmActions` are, besides them. The automation makes no topic: an encrypted one must
   * let `cloudwatch.amazonaws.com` use its key.
   *
   * @default - no topic
   */
  readonly alarmTopic?: ITopic;

  /**
   * A CloudWatch dashboard: links by state, conclusions, time to available, Atlas, drift, dead letters, functions. It
   * costs $3 a month where the account has three already. On all the same, because whoever is woken at night needs it
   * then and cannot deploy it first, and one idle VPC endpoint costs more.
   *
   * @default true
   */
  readonly dashboard?: boolean;

  /**
   * Where your team reads `docs/runbook.md`, such as its page in your wiki. The alarms and the dashboard then lead to
   * its sections, `<runbookUrl>#linkfailed` and so on.
   *
   * @default - alarms and dashboard name the file and the section
   */
  readonly runbookUrl?: string;

  /**
   * Let the functions share one access token of each service account, in secrets of their own: one for every three
   * different credentials, $0.40 a month each. A service account may hold 100 tokens, and without this each container
   * takes one: more than 100 endpoints at a time would wait for tokens to expire. Of no use with API keys.
   *
   * @default true
   */
  readonly shareAccessTokens?: boolean;

  /**
   * Reserved concurrency of each of the functions that ask Atlas. More events than that wait in Lambda's queue for up
   * to six hours. Takes from the account's concurrency, of which new accounts have too little for it.
   *
   * @default - no limit of its own
   */
  readonly maxConcurrency?: number;

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
   * @default - the private subnets with a NAT gateway
   */
  readonly vpcSubnets?: SubnetSelection;

  /**
   * Security groups of the functions in `vpc`. They must let HTTPS out.
   *
   * @default - a new one that lets HTTPS out and nothing in
   */
  readonly securityGroups?: ISecurityGroup[];

  /**
   * How long the logs of the functions and of the state machine are kept.
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
