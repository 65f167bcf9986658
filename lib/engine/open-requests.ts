import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { Environment } from '../../lambda/contract/environment.js';
import {
  OPEN_REQUESTS_CHECK_MINUTES,
  OPEN_REQUESTS_PATH,
  type OpenRequestsCheck,
} from '../../lambda/contract/open-requests.js';
import type { LinkFunction } from './link-function.js';

const REASON =
  'Parameters are made after the deployment, one for each request, under a path of this provider alone.';

export interface OpenRequestsProps {
  /** Separates the requests of several providers. */
  readonly serviceName: string;
}

/**
 * Requests of CloudFormation that have no response yet: SecureString parameters with the response URL,
 * created and deleted at run time. This construct grants permissions to write, read and delete them. They are encrypted
 * with the AWS managed key for Parameter Store, so every principal with `ssm:GetParameter` below the path can read
 * them.
 */
export class OpenRequests extends Construct {
  /** Path of the parameters. */
  readonly path: string;

  constructor(scope: Construct, id: string, { serviceName }: OpenRequestsProps) {
    super(scope, id);
    this.path = `${OPEN_REQUESTS_PATH}/${serviceName}`;
  }

  /** @internal */
  get environment(): Readonly<Record<string, string>> {
    return { [Environment.OPEN_REQUESTS_PATH]: this.path };
  }

  /** @internal */
  grantKeep(keeper: LinkFunction): void {
    const actions = ['ssm:PutParameter', 'ssm:GetParameter', 'ssm:DeleteParameter'];
    keeper.allowBelow(actions, [`${this.arn}/*`], REASON);
    keeper.allow('ssm:GetParametersByPath', [this.arn]);
  }

  /** @internal */
  grantResponse(finalizer: LinkFunction): void {
    finalizer.allowBelow(['ssm:GetParameter', 'ssm:DeleteParameter'], [`${this.arn}/*`], REASON);
  }

  /**
   * A second way to respond: every few minutes a check finds executions that have ended without a response, because the
   * event of their end is delivered only at best effort.
   *
   * @internal
   */
  pollWith(finalizer: LinkFunction, stateMachine: StateMachine): void {
    finalizer.allow('ssm:GetParametersByPath', [this.arn]);
    const role = new Role(this, 'CheckRole', { assumedBy: new ServicePrincipal('scheduler.amazonaws.com') });
    const { functionArn } = finalizer.function;
    role.addToPolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [functionArn] }));
    const input: OpenRequestsCheck = {
      trigger: 'open-requests',
      stateMachineArn: stateMachine.stateMachineArn,
    };
    new CfnSchedule(this, 'Check', {
      description: 'Responds to CloudFormation if an execution has ended without a response',
      scheduleExpression: `rate(${OPEN_REQUESTS_CHECK_MINUTES} minutes)`,
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: functionArn,
        roleArn: role.roleArn,
        input: Stack.of(this).toJsonString(input),
        // The next scheduled check is equivalent to a retry.
        retryPolicy: { maximumRetryAttempts: 0 },
      },
    });
  }

  private get arn(): string {
    return Stack.of(this).formatArn({
      service: 'ssm',
      resource: 'parameter',
      resourceName: this.path.slice(1),
    });
  }
}
