import type { ApiActions, ApiRequest, ApiServices } from '../protocol/api-action.js';
import { AwsError } from '../protocol/aws-server.js';
import type { InvokeResult } from './lambda-api.js';

export const LAMBDA_ACTIONS: ApiActions = { 'lambda:InvokeFunction': invoke };

async function invoke(request: ApiRequest, services: ApiServices): Promise<InvokeResult> {
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
      return functions.whileWaiting(request.accessKeyId, () => functions.invoke(arn, event));
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

/** A function is called by its name, its ARN, or the account and its name. */
function arnOf(nameOrArn: string, { account, region }: ApiServices): string {
  const name = /([^:]+)(:\$LATEST)?$/.exec(nameOrArn)?.[1] ?? nameOrArn;
  return `arn:aws:lambda:${region}:${account}:function:${name}`;
}
