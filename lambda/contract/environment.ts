/**
 * Names of the environment variables that the constructs set and the handlers read. Both halves import them
 * from here, so that renaming one side breaks the compiler and not a deployment.
 */
export const Environment = {
  /** JSON of {@link ProjectSetting}[]: the Atlas projects that endpoints may be linked to; or {@link ATLAS_PROJECT_LIST}. */
  ATLAS_PROJECTS: 'ATLAS_PROJECTS',
  /** JSON of a `ProjectListReference`: the parameters that hold the projects and the secrets of access tokens. */
  ATLAS_PROJECT_LIST: 'ATLAS_PROJECT_LIST',
  /** Base URL of the Atlas Admin API, without a trailing slash. */
  ATLAS_BASE_URL: 'ATLAS_BASE_URL',
  /** ARNs of the secrets in which the functions share access tokens, with commas; not set: each container has its own. */
  ACCESS_TOKENS_SECRETS: 'ACCESS_TOKENS_SECRETS',
  /** JSON of a `SelectionSpec` (see `selection.ts`). */
  ENDPOINT_SELECTION: 'ENDPOINT_SELECTION',
  /** ARN of the link workflow (Step Functions state machine). */
  LINK_WORKFLOW_ARN: 'LINK_WORKFLOW_ARN',
  /** Seconds that a link may take until its execution ends as timed out. */
  LINK_TIMEOUT_SECONDS: 'LINK_TIMEOUT_SECONDS',
  /** Name or ARN of the event bus that conclusions are published on. */
  EVENT_BUS_NAME: 'EVENT_BUS_NAME',
  /** `true` or `false`: tag the VPC endpoint with the outcome. */
  TAG_ENDPOINTS: 'TAG_ENDPOINTS',
  /** `keep` or `remove`: what becomes of the last link of an endpoint service (see `LAST_LINK_RULES`). */
  LAST_LINK: 'LAST_LINK',
  /** `true` or `false`: remove the link of an endpoint that is no longer selected. */
  UNLINK_DESELECTED: 'UNLINK_DESELECTED',
  /** Seconds from one reconciliation to the next, or more: by them a reconciliation knows which links are in its sample. */
  RECONCILE_EVERY_SECONDS: 'RECONCILE_EVERY_SECONDS',
  /** `true` or `false`: whether the function keeps the registry (see `registry.ts`). */
  REGISTRY: 'REGISTRY',
  /** Seconds that connection strings are waited for once a link is available; 0 turns it off. */
  CONNECTION_STRINGS_TIMEOUT_SECONDS: 'CONNECTION_STRINGS_TIMEOUT_SECONDS',
  /** Name of the table in which links wait for the acceptance of their endpoints; not set: they go by their pace. */
  WAITING_LINKS_TABLE: 'WAITING_LINKS_TABLE',
  /** ARN of the SNS topic on which EC2 tells of acceptances; not set: EC2 is looked at alone. */
  CONNECTION_TOPIC_ARN: 'CONNECTION_TOPIC_ARN',
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

/** One Atlas project as the handlers know it. The secret is named here, never its value. */
export interface ProjectSetting {
  /**
   * Atlas project id (Atlas: group id), 24 hexadecimal digits. In the JSON that the stack writes, it may be several with
   * commas, or none, where a parameter of the template decides.
   */
  readonly projectId: string;
  /** ARN or name of the AWS Secrets Manager secret with the Atlas credentials. */
  readonly secretId: string;
}
