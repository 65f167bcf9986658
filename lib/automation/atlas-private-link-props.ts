import type { Duration } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { LastLink } from '../engine/last-link.js';
import type { LinkEngineProps } from '../engine/link-engine-props.js';
import type { EndpointSelection } from './endpoint-selection.js';

/** Props of the automation. */
export interface AtlasPrivateLinkProps extends LinkEngineProps {
  /** Which VPC endpoints may be linked. A link is a network path to a database: there is no default. */
  readonly endpointSelection: EndpointSelection;

  /**
   * Time after which an execution that is neither available nor failed ends as timed out, from one minute to one day. It
   * ends the waiting, not the link: Atlas may still make it available.
   *
   * @default Duration.hours(1)
   */
  readonly linkTimeout?: Duration;

  /**
   * What becomes of a link whose VPC endpoint is deleted when it is the last one of its endpoint service: Atlas removes
   * the service with its last link, and a new service has a new name, which every VPC endpoint and stack that holds the
   * old one does not know. With `KEEP`, the link stays in Atlas until another endpoint is linked to the service; that it
   * was kept is published, counted, and raises the alarm `LastLinkRetained`.
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
   * How long an execution goes on after its link is available, until the clusters have connection strings for it, which takes
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
   * Have EC2 say when Atlas has accepted an endpoint, by a connection notification for each endpoint that waits: a link is then
   * seen to be available a few seconds sooner. Costs an SNS topic and its key, $1 a month. Without it, EC2 is looked at
   * every quarter of a minute while a link waits; nothing depends on it.
   *
   * @default true
   */
  readonly push?: boolean;

  /**
   * Put the outcome, the project id and warnings on the VPC endpoint as the tags `atlas-privatelink:status`,
   * `atlas-privatelink:project-id` and `atlas-privatelink:warnings`. Without it the functions may not tag at all.
   *
   * @default true
   */
  readonly tagEndpoints?: boolean;

  /**
   * Topic that is notified as `alarmActions` are, besides them. The automation makes no topic: an encrypted one must
   * let `cloudwatch.amazonaws.com` use its key.
   *
   * @default - no topic
   */
  readonly alarmTopic?: ITopic;

  /**
   * A CloudWatch dashboard: links by state, conclusions, time to available, Atlas, drift, dead-letter messages, functions. It
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
   * Reserved concurrency of each of the functions that ask Atlas. More events than that wait in Lambda's queue for up
   * to six hours. Takes from the account's concurrency, of which new accounts have too little for it.
   *
   * @default - no limit of its own
   */
  readonly maxConcurrency?: number;
}
