/** What the stack says of itself in Parameter Store, so that the command line finds everything by one name. */
import type { LastLinkRule } from './custom-resources.js';

export interface AutomationDescription {
  readonly version: 1;
  /** Dimension of the metrics, `service` of the log lines. */
  readonly serviceName: string;
  /** JSON of a `ProjectSetting[]`, as the functions have it. */
  readonly projects: string;
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
  readonly concluderFunctionName: string;
  /** Rules that bring events, by what they wait for. */
  readonly createdRuleName: string;
  readonly deletedRuleName: string;
  readonly eventBusName: string;
}
