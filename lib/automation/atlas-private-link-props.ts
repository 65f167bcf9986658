import type { Duration } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { LastLink } from '../engine/last-link.js';
import type { LinkEngineProps } from '../engine/link-engine-props.js';
import type { AtlasMembers } from './atlas-members.js';
import type { EndpointSelection } from './endpoint-selection.js';

/** Props of the automation. */
export interface AtlasPrivateLinkProps extends LinkEngineProps {
  /** Which VPC endpoints may be linked. A link is a network path to a database: there is no default. */
  readonly endpointSelection: EndpointSelection;

  /**
   * Other accounts and Regions whose VPC endpoints are linked as well: the automation becomes their hub. It gets an
   * event bus for their events, and its functions may assume one role in each of these accounts, with which they read and
   * tag VPC endpoints and write parameters below `/atlas-privatelink/`. Each account and Region needs the member stack:
   * see `AtlasPrivateLinkMember` and `AtlasPrivateLinkMembers`.
   *
   * @default - only VPC endpoints of the own account and Region are linked
   */
  readonly members?: AtlasMembers;

  /**
   * Names of endpoint services for Data Federation and Online Archive besides those that this library knows (11 Regions,
   * read from MongoDB's manual in November 2026): for Regions that MongoDB has added since. An endpoint to one of them is
   * registered as one to a known service. They need a project with `dataFederation`.
   *
   * @default - the known names
   */
  readonly dataFederationServiceNames?: string[];

  /**
   * Time after which an execution whose link is neither available nor failed ends as timed out, from one minute to one
   * day. It ends the wait, not the link: Atlas may still make it available.
   *
   * @default Duration.hours(1)
   */
  readonly linkTimeout?: Duration;

  /**
   * What happens to the link of a deleted VPC endpoint if it is the last one of its endpoint service. Atlas deletes the
   * service with its last link; a new service has a new name, so every VPC endpoint and stack with the old name breaks.
   * With `KEEP`, the link stays in Atlas until another endpoint is linked to the service; the automation publishes and
   * counts this, and raises the alarm `LastLinkRetained`.
   *
   * @default LastLink.KEEP
   */
  readonly lastLink?: LastLink;

  /**
   * Remove the link of a VPC endpoint that is no longer selected: immediately if the tag that selected it is removed;
   * for other reasons, at the next reconciliation. This applies only to links that the automation has created or
   * adopted. An application that uses the endpoint loses its path to the database.
   *
   * @default false
   */
  readonly unlinkDeselected?: boolean;

  /**
   * How long an execution continues after its link is available, until the clusters have connection strings for it,
   * which takes three to five minutes; up to one hour. The strings are stored in Parameter Store and published as a
   * separate event. With `Duration.seconds(0)`, strings are neither polled nor stored.
   *
   * @default Duration.minutes(15)
   */
  readonly connectionStringsTimeout?: Duration;

  /**
   * Interval at which Atlas, EC2 and the registry are compared, and what missed events have left is repaired: from five
   * minutes to one day. Each deployment also starts a comparison.
   *
   * @default Duration.hours(1)
   */
  readonly reconcileEvery?: Duration;

  /**
   * Let EC2 notify the automation when Atlas has accepted an endpoint, with one connection notification for each
   * waiting endpoint: a link is then seen to be available a few seconds sooner. It needs an SNS topic and a KMS key, $1
   * a month. Without it, EC2 is polled every quarter of a minute while a link waits; nothing depends on it.
   *
   * @default true
   */
  readonly push?: boolean;

  /**
   * Put the outcome, the project id and warnings on the VPC endpoint as the tags `atlas-privatelink:status`,
   * `atlas-privatelink:project-id` and `atlas-privatelink:warnings`. If false, the functions have no permission to tag.
   *
   * @default true
   */
  readonly tagEndpoints?: boolean;

  /**
   * Topic that is notified in addition to `alarmActions`, for the same alarms. The automation creates no topic. The key
   * of an encrypted topic must allow `cloudwatch.amazonaws.com` to use it.
   *
   * @default - no topic
   */
  readonly alarmTopic?: ITopic;

  /**
   * A CloudWatch dashboard: links by state, conclusions, time to available, Atlas, drift, dead-letter messages,
   * functions. It costs $3 a month if the account already has three. It is on by default, because on-call needs it
   * during an incident and cannot deploy it first, and one idle VPC endpoint costs more.
   *
   * @default true
   */
  readonly dashboard?: boolean;

  /**
   * Address at which your team reads `docs/runbook.md`, such as its page in your wiki. The alarms and the dashboard
   * then link to its sections, `<runbookUrl>#linkfailed` and so on.
   *
   * @default - alarms and dashboard name the file and the section
   */
  readonly runbookUrl?: string;

  /**
   * Reserved concurrency of each function that calls Atlas. Further events wait in Lambda's queue for up to six hours.
   * It is taken from the account's concurrency, of which new accounts do not have enough.
   *
   * @default - no limit of its own
   */
  readonly maxConcurrency?: number;
}
