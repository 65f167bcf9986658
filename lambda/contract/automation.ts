/** What the stack says of itself in Parameter Store, so that the command line finds everything by one name. */
import type { LastLinkRule } from './custom-resources.js';
import type { ProjectSetting } from './environment.js';
import type { SelectionSpec } from './selection.js';

export interface AutomationDescription {
  readonly version: 1;
  /** Dimension of the metrics, `service` of the log lines. */
  readonly serviceName: string;
  readonly projects: readonly ProjectSetting[];
  readonly atlasBaseUrl: string;
  readonly endpointSelection: SelectionSpec;
  readonly lastLink: LastLinkRule;
  readonly linkTimeoutSeconds: number;
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
