/** Parameter Store data in which a stack describes itself, so that the command line finds everything by one name. */
import type { LastLinkRule } from './custom-resources.js';

/** Has one of the two fields, as does the environment of the functions. */
export interface ProjectDescription {
  /** JSON of a `ProjectSetting[]`. */
  readonly projects?: string | undefined;
  /** JSON of a `ProjectListReference`. */
  readonly projectList?: string | undefined;
}

export interface AutomationDescription extends ProjectDescription {
  readonly version: 1;
  /** Value of the metrics' dimension, and `service` of the log lines. */
  readonly serviceName: string;
  /** Name shown in messages that refer people to the stack. */
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
  /** Names of the rules that deliver events, by the event that they match. */
  readonly createdRuleName: string;
  readonly deletedRuleName: string;
  readonly stackRuleName: string;
  readonly eventBusName: string;
  /** Names of endpoint services for Data Federation besides the known ones. Absent if there are none. */
  readonly dataFederationServiceNames?: readonly string[] | undefined;
  /** JSON of a `MembersSetting`, as the functions have it. Absent if the automation is no hub. */
  readonly members?: string | undefined;
}
