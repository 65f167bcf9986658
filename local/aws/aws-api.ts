/** Performs each call that IAM allows. */

import type { ApiActions, Authorization } from './actions/api-action.js';
import { CLOUD_FORMATION_ACTIONS, type CloudFormationStores } from './cloudformation/cloudformation.js';
import { CLOUD_TRAIL_ACTIONS, type CloudTrailStores } from './cloudtrail/cloud-trail-actions.js';
import { DYNAMODB_ACTIONS, type DynamoDbStores } from './dynamodb/dynamodb.js';
import { EC2_CHANGE_ACTIONS, type Ec2ChangeStores } from './ec2/ec2-endpoint-changes.js';
import { EC2_ENDPOINT_ACTIONS, type Ec2EndpointStores } from './ec2/ec2-endpoints.js';
import { EC2_NETWORK_ACTIONS, type Ec2NetworkStores } from './ec2/ec2-network.js';
import {
  EC2_NETWORK_INTERFACE_ACTIONS,
  type Ec2NetworkInterfaceStores,
} from './ec2/ec2-network-interfaces.js';
import { EC2_NOTIFICATION_ACTIONS, type Ec2NotificationStores } from './ec2/ec2-notifications.js';
import { EVENT_BRIDGE_ACTIONS, type EventBridgeStores } from './event-bridge/event-bridge.js';
import { refusalOf } from './iam/access.js';
import { accessDenied } from './iam/access-denied.js';
import { type Caller, callerContext, type MembershipSource, principalOf } from './iam/caller.js';
import type { Permissions } from './iam/permissions.js';
import { type Decision, decideBy, type Request } from './iam/statement.js';
import { LAMBDA_ACTIONS, type LambdaStores } from './lambda/lambda.js';
import type { Organization } from './organization/organization.js';
import type { AwsCall } from './protocol/aws-call.js';
import { UnknownActionError } from './protocol/unknown-action.js';
import { SECRETS_MANAGER_ACTIONS, type SecretsManagerStores } from './secrets-manager/secrets-manager.js';
import { SQS_ACTIONS, type SqsStores } from './sqs/sqs.js';
import { PARAMETER_STORE_ACTIONS, type ParameterStores } from './ssm/parameter-store-actions.js';
import { STEP_FUNCTIONS_ACTIONS, type StepFunctionsStores } from './step-functions/step-functions.js';
import { STS_ACTIONS, type StsStores } from './sts/sts.js';

/** Stores on which the APIs operate. */
export interface ApiServices
  extends CloudFormationStores,
    CloudTrailStores,
    DynamoDbStores,
    Ec2ChangeStores,
    Ec2EndpointStores,
    Ec2NetworkInterfaceStores,
    Ec2NetworkStores,
    Ec2NotificationStores,
    EventBridgeStores,
    LambdaStores,
    SecretsManagerStores,
    SqsStores,
    ParameterStores,
    StepFunctionsStores,
    StsStores {
  readonly organization: Organization | undefined;
}

const ACTIONS: ApiActions<ApiServices> = {
  ...CLOUD_FORMATION_ACTIONS,
  ...CLOUD_TRAIL_ACTIONS,
  ...DYNAMODB_ACTIONS,
  ...EC2_CHANGE_ACTIONS,
  ...EC2_ENDPOINT_ACTIONS,
  ...EC2_NETWORK_ACTIONS,
  ...EC2_NETWORK_INTERFACE_ACTIONS,
  ...EC2_NOTIFICATION_ACTIONS,
  ...EVENT_BRIDGE_ACTIONS,
  ...LAMBDA_ACTIONS,
  ...PARAMETER_STORE_ACTIONS,
  ...SECRETS_MANAGER_ACTIONS,
  ...SQS_ACTIONS,
  ...STEP_FUNCTIONS_ACTIONS,
  ...STS_ACTIONS,
};

export interface AwsApiOptions {
  readonly services: ApiServices;
  /** Permissions of the account's roles. */
  readonly permissions: Permissions;
  readonly organization: MembershipSource | undefined;
}

export class AwsApi {
  constructor(private readonly options: AwsApiOptions) {}

  /** @throws AwsError */
  perform(call: AwsCall, caller: Caller): unknown {
    const action = ACTIONS[call.action];
    if (action === undefined) throw new UnknownActionError(call.action);
    const authorize = (resource: string, authorization: Authorization = {}) =>
      this.authorize(call, caller, resource, authorization);
    return action({ ...call, caller, authorize }, this.options.services);
  }

  private authorize(call: AwsCall, caller: Caller, resource: string, authorization: Authorization): void {
    const { action = call.action, context = {}, resourcePolicy } = authorization;
    const { organization, services } = this.options;
    const tags = services.rolesOf(caller.account)?.get(caller.roleArn ?? '')?.tags;
    const ofCaller = callerContext(caller, call, organization, tags);
    const request = { action, resource, context: { ...context, ...ofCaller } };
    const why = refusalOf({
      action,
      identity: this.identityDecision(caller, request),
      resource: resourcePolicy?.policy?.decide(principalOf(caller), request),
      isSameAccount: (resourcePolicy?.account ?? caller.account) === caller.account,
      needsResourcePolicy: resourcePolicy?.isNeeded,
    });
    if (why !== undefined) throw accessDenied(caller, request, why);
  }

  private identityDecision({ roleArn, sessionPolicy }: Caller, request: Request): Decision {
    if (roleArn === undefined) return 'allowed';
    const decision = this.options.permissions.decide(roleArn, request);
    if (decision !== 'allowed' || sessionPolicy === undefined) return decision;
    return decideBy(sessionPolicy, request);
  }
}
