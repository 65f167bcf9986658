import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import {
  ASYNC_RETRY_ATTEMPTS,
  REQUEST_MAX_EVENT_AGE_SECONDS,
  REQUEST_TIMEOUT_SECONDS,
} from '../../lambda/contract/limits.js';
import type { LinkEngine } from '../engine/link-engine.js';
import { LinkFunction } from '../engine/link-function.js';
import type { OpenRequests } from '../engine/open-requests.js';

export interface RequestFunctionProps {
  readonly engine: LinkEngine;
  readonly openRequests: OpenRequests;
}

/** Receives the requests of CloudFormation: starts an execution, or responds immediately. */
export function createRequestFunction(
  scope: Construct,
  { engine, openRequests }: RequestFunctionProps,
): LinkFunction {
  const requests = new LinkFunction(scope, 'HandleCustomResource', {
    handler: 'handle-custom-resource',
    description: 'Takes the requests of CloudFormation for MongoDB Atlas private endpoints',
    timeoutSeconds: REQUEST_TIMEOUT_SECONDS,
    environment: { ...engine.atlas.environment, ...openRequests.environment },
    defaults: engine.functionDefaults,
  });
  engine.atlas.grantTo(requests);
  openRequests.grantKeep(requests);
  // For a request that CloudFormation has cancelled: its execution is stopped, and its changes are rolled back.
  requests.allow('states:ListExecutions', [engine.workflow.stateMachine.stateMachineArn]);
  engine.grantExecutions(requests, [
    'states:DescribeExecution',
    'states:GetExecutionHistory',
    'states:StopExecution',
  ]);
  retryRequests(requests);
  return requests;
}

/**
 * Without a failure destination, which would receive the request and store its response URL, a credential, for days. A
 * request that is lost here has already exceeded CloudFormation's own time-out.
 */
function retryRequests(requests: LinkFunction): void {
  requests.function.configureAsyncInvoke({
    retryAttempts: ASYNC_RETRY_ATTEMPTS,
    maxEventAge: Duration.seconds(REQUEST_MAX_EVENT_AGE_SECONDS),
  });
}
