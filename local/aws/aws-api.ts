/** What each call does, once IAM allows it. */

import { CLOUD_TRAIL_ACTIONS, type CloudTrailStores } from './cloudtrail/cloud-trail-actions.js';
import { DYNAMODB_ACTIONS, type DynamoDbStores } from './dynamodb/dynamodb.js';
import { EC2_ENDPOINT_ACTIONS, type Ec2EndpointStores } from './ec2/ec2-endpoints.js';
import { EC2_NETWORK_ACTIONS, type Ec2NetworkStores } from './ec2/ec2-network.js';
import { EC2_NOTIFICATION_ACTIONS, type Ec2NotificationStores } from './ec2/ec2-notifications.js';
import { EVENT_BRIDGE_ACTIONS, type EventBridgeStores } from './event-bridge/event-bridge.js';
import type { Permissions } from './iam/permissions.js';
import { LAMBDA_ACTIONS, type LambdaStores } from './lambda/lambda.js';
import type { ApiActions, Authorization } from './protocol/api-action.js';
import type { AwsCall } from './protocol/aws-call.js';
import { AwsError } from './protocol/aws-error.js';
import { SECRETS_MANAGER_ACTIONS, type SecretsManagerStores } from './secrets-manager/secrets-manager.js';
import { SQS_ACTIONS, type SqsStores } from './sqs/sqs.js';
import { PARAMETER_STORE_ACTIONS, type ParameterStores } from './ssm/parameter-store-actions.js';
import { STEP_FUNCTIONS_ACTIONS, type StepFunctionsStores } from './step-functions/step-functions.js';

/** Access key of a person who may do everything: the command line. */
export const LOCAL_USER = 'LOCALUSER';

/** What the APIs work on together. */
export interface ApiServices
  extends CloudTrailStores,
    DynamoDbStores,
    Ec2EndpointStores,
    Ec2NetworkStores,
    Ec2NotificationStores,
    EventBridgeStores,
    LambdaStores,
    SecretsManagerStores,
    SqsStores,
    ParameterStores,
    StepFunctionsStores {}

const ACTIONS: ApiActions<ApiServices> = {
  ...CLOUD_TRAIL_ACTIONS,
  ...DYNAMODB_ACTIONS,
  ...EC2_ENDPOINT_ACTIONS,
  ...EC2_NETWORK_ACTIONS,
  ...EC2_NOTIFICATION_ACTIONS,
  ...EVENT_BRIDGE_ACTIONS,
  ...LAMBDA_ACTIONS,
  ...PARAMETER_STORE_ACTIONS,
  ...SECRETS_MANAGER_ACTIONS,
  ...SQS_ACTIONS,
  ...STEP_FUNCTIONS_ACTIONS,
};

export interface AwsApiOptions {
  readonly services: ApiServices;
  readonly permissions: Permissions;
  readonly roleOf: (accessKeyId: string) => string | undefined;
  /** ARN of the function whose code signs with this key. */
  readonly functionOf: (accessKeyId: string) => string | undefined;
}

export class AwsApi {
  constructor(private readonly options: AwsApiOptions) {}

  /** @throws AwsError */
  perform(call: AwsCall): unknown {
    const action = ACTIONS[call.action];
    if (action === undefined)
      throw new AwsError('UnknownOperationException', `${call.action} is not known here`);
    const authorize = (resource: string, authorization: Authorization = {}) =>
      this.authorize(call, resource, authorization);
    return action({ ...call, authorize }, this.options.services);
  }

  private authorize(call: AwsCall, resource: string, authorization: Authorization): void {
    if (call.accessKeyId === LOCAL_USER) return;
    const { action = call.action, context = {} } = authorization;
    const role = this.options.roleOf(call.accessKeyId) ?? '';
    const withCaller = { ...context, ...this.callerContext(call) };
    const decision = this.options.permissions.decide(role, { action, resource, context: withCaller });
    if (decision === 'allowed') return;
    const code = action.startsWith('ec2:') ? 'UnauthorizedOperation' : 'AccessDeniedException';
    const why = decision === 'explicit-deny' ? ' with an explicit deny in an identity-based policy' : '';
    throw new AwsError(code, `${role} is not authorized to perform ${action} on ${resource}${why}`, 403);
  }

  /** Lambda adds the function to what its code calls, and not to what it does itself with the function's role. */
  private callerContext({ accessKeyId }: AwsCall): Readonly<Record<string, readonly string[]>> {
    const functionArn = this.options.functionOf(accessKeyId);
    return functionArn === undefined ? {} : { 'lambda:SourceFunctionArn': [functionArn] };
  }
}
