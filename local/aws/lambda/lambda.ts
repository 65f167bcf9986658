import type { ApiActions, ApiRequest } from '../actions/api-action.js';
import { AwsError } from '../protocol/aws-error.js';
import type { Place } from '../protocol/place.js';
import type { InvokeResult } from './lambda-api.js';
import type { LambdaFunctions } from './lambda-functions.js';

/** Stores on which the API operates. */
export interface LambdaStores extends Place {
  readonly functions: LambdaFunctions;
}

export const LAMBDA_ACTIONS: ApiActions<LambdaStores> = { 'lambda:InvokeFunction': invoke };

async function invoke(request: ApiRequest, services: LambdaStores): Promise<InvokeResult> {
  const { functions } = services;
  const arn = arnOf(String(request.input.FunctionName), services);
  request.authorize(arn);
  if (!functions.has(arn)) throw new AwsError('ResourceNotFoundException', `Function not found: ${arn}`, 404);
  const event = payloadOf(request);
  switch (request.input.InvocationType) {
    case 'Event':
      void functions.invokeAsync(arn, event);
      return { kind: 'queued' };
    case 'DryRun':
      return { kind: 'allowed' };
    default:
      return whileWaiting(request, () => functions.invoke(arn, event));
  }
}

function payloadOf({ input }: ApiRequest): unknown {
  const text = String(input.Payload);
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch {
    throw new AwsError('InvalidRequestContentException', 'Could not parse request body into json');
  }
}

/** Accepts a name, an ARN, or an account with a name. */
function arnOf(nameOrArn: string, { account, region }: LambdaStores): string {
  const name = /([^:]+)(:\$LATEST)?$/.exec(nameOrArn)?.[1] ?? nameOrArn;
  return `arn:aws:lambda:${region}:${account}:function:${name}`;
}

/** If a function makes the call, world time continues meanwhile. */
function whileWaiting<T>({ caller: { container } }: ApiRequest, work: () => Promise<T>): Promise<T> {
  return container === undefined ? work() : container.whileWaiting(work);
}
