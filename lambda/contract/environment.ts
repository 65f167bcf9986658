/**
 * Names of the environment variables that the constructs set and the handlers read. Both import them from here, so that
 * a renamed variable fails at compile time and not after deployment.
 */
export const Environment = {
  /** JSON of {@link ProjectSetting}[]: the Atlas projects that endpoints may be linked to; or {@link ATLAS_PROJECT_LIST}. */
  ATLAS_PROJECTS: 'ATLAS_PROJECTS',
  /** JSON of a `ProjectListReference`: the parameters that hold the projects and the secrets of access tokens. */
  ATLAS_PROJECT_LIST: 'ATLAS_PROJECT_LIST',
  /** Base URL of the Atlas Admin API, without a trailing slash. */
  ATLAS_BASE_URL: 'ATLAS_BASE_URL',
  /**
   * Comma-separated ARNs of the secrets in which the functions share access tokens. Not set: each container has its
   * own.
   */
  ACCESS_TOKENS_SECRETS: 'ACCESS_TOKENS_SECRETS',
  /** JSON of a `SelectionSpec` (see `selection.ts`). */
  ENDPOINT_SELECTION: 'ENDPOINT_SELECTION',
  /** ARN of the link workflow (Step Functions state machine). */
  LINK_WORKFLOW_ARN: 'LINK_WORKFLOW_ARN',
  /** Seconds until the execution of a link ends as timed out. */
  LINK_TIMEOUT_SECONDS: 'LINK_TIMEOUT_SECONDS',
  /** Name or ARN of the event bus to which conclusions are published. */
  EVENT_BUS_NAME: 'EVENT_BUS_NAME',
  /** `true` or `false`: tag the VPC endpoint with the outcome. */
  TAG_ENDPOINTS: 'TAG_ENDPOINTS',
  /** `keep` or `remove`: what happens to the last link of an endpoint service (see `LAST_LINK_RULES`). */
  LAST_LINK: 'LAST_LINK',
  /** `true` or `false`: remove the link of an endpoint that is no longer selected. */
  UNLINK_DESELECTED: 'UNLINK_DESELECTED',
  /** Seconds from one reconciliation to the next, or a larger number: a reconciliation selects its sample by it. */
  RECONCILE_EVERY_SECONDS: 'RECONCILE_EVERY_SECONDS',
  /** `true` or `false`: whether the function uses the registry (see `registry.ts`). */
  REGISTRY: 'REGISTRY',
  /** Seconds to wait for connection strings after a link is available; 0 disables the wait. */
  CONNECTION_STRINGS_TIMEOUT_SECONDS: 'CONNECTION_STRINGS_TIMEOUT_SECONDS',
  /**
   * Name of the table in which links wait for the acceptance of their endpoints. Not set: links are polled at their own
   * pace.
   */
  WAITING_LINKS_TABLE: 'WAITING_LINKS_TABLE',
  /** ARN of the SNS topic to which EC2 publishes acceptances. Not set: EC2 is only polled. */
  CONNECTION_TOPIC_ARN: 'CONNECTION_TOPIC_ARN',
  /** JSON of a `MembersSetting` (see `members.ts`). Not set: no account or Region besides the own one is served. */
  MEMBERS: 'MEMBERS',
  /** Path of the parameters that hold the open requests of CloudFormation (see `open-requests.ts`). */
  OPEN_REQUESTS_PATH: 'OPEN_REQUESTS_PATH',
  /**
   * Service name of the automation: dimension `service` of its metrics, and owner of its registry records. Powertools
   * reads the same variable.
   */
  SERVICE_NAME: 'POWERTOOLS_SERVICE_NAME',
  /** Set by Lambda itself. */
  REGION: 'AWS_REGION',
} as const;

export type EnvironmentName = (typeof Environment)[keyof typeof Environment];

/** Settings of one Atlas project. The secret is named here, never its value. */
export interface ProjectSetting {
  /**
   * Atlas project id (Atlas: group id), 24 hexadecimal digits. If a parameter of the template decides, the JSON that
   * the stack writes may have several ids, separated by commas, or none.
   */
  readonly projectId: string;
  /** ARN or name of the AWS Secrets Manager secret with the Atlas credentials. */
  readonly secretId: string;
  /** AWS accounts whose VPC endpoints may be linked to the project. Not set: all that the automation serves. */
  readonly accounts?: readonly string[];
  /** Regions whose VPC endpoints may be linked to the project. Not set: all that the automation serves. */
  readonly regions?: readonly string[];
  /**
   * Regions that may be added to the remote Regions of the project's endpoint services, in AWS's spelling. Not set: none.
   */
  readonly remoteRegions?: readonly string[];
}
