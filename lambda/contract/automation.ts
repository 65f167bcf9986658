/** What the stack says of itself in Parameter Store, so that the command line finds everything by one name. */
import type { LastLinkRule } from './custom-resources.js';

/** One of the two, as in the environment of the functions. */
export interface ProjectDescription {
  /** JSON of a `ProjectSetting[]`. */
  readonly projects?: string | undefined;
  /** JSON of a `ProjectListReference`. */
  readonly projectList?: string | undefined;
}

export interface AutomationDescription extends ProjectDescription {
  readonly version: 1;
  /** Dimension of the metrics, `service` of the log lines. */
  readonly serviceName: string;
  /** For messages that send people to it. */
  readonly stackName: string;
  readonly atlasBaseUrl: string;
  /** JSON of a `SelectionSpec`, as the functions have it. */
  readonly endpointSelection: string;
  readonly lastLink: LastLinkRule;
  readonly unlinkDeselected: boolean;
  readonly linkTimeoutSeconds: number;
  readonly connectionStringsTimeoutSeconds: number;
  readonly workflowArn: string;
  readonly reconcileWorkflowArn: string;
  readonly deadLetterQueueUrl: string;
  readonly receiverFunctionName: string;
  readonly finalizerFunctionName: string;
  /** Rules that bring events, by what they wait for. */
  readonly createdRuleName: string;
  readonly deletedRuleName: string;
  readonly stackRuleName: string;
  readonly eventBusName: string;
}
