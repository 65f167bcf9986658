import type { IncomingMessage } from 'node:http';
import type { AwsCall, AwsResponse } from '../protocol/aws-call.js';
import type { AwsError } from '../protocol/aws-error.js';
import type { InvocationResult } from './lambda-container.js';

const INVOCATIONS = /^\/2015-03-31\/functions\/([^/?]+)\/invocations/;
const CONTENT_TYPE = 'application/json';

/** Result of an invocation: the function's response, or the acknowledgement of an asynchronous invocation. */
export type InvokeResult = InvocationResult | { readonly kind: 'queued' } | { readonly kind: 'allowed' };

/**
 * Lambda's protocol: the function is in the path, the payload is the body, and an error of the function is named in a
 * header.
 */
export const LambdaApi = {
  understands(request: IncomingMessage): boolean {
    return INVOCATIONS.test(request.url ?? '');
  },

  read(request: IncomingMessage, body: string): Pick<AwsCall, 'action' | 'input'> {
    const name = INVOCATIONS.exec(request.url ?? '')?.[1] ?? '';
    const type = request.headers['x-amz-invocation-type'] ?? 'RequestResponse';
    return {
      action: 'lambda:InvokeFunction',
      input: { FunctionName: decodeURIComponent(name), InvocationType: type, Payload: body },
    };
  },

  reply(_call: AwsCall, result: unknown): AwsResponse {
    const invocation = result as InvokeResult;
    switch (invocation.kind) {
      case 'queued':
        return { status: 202, contentType: CONTENT_TYPE, body: '' };
      case 'allowed':
        return { status: 204, contentType: CONTENT_TYPE, body: '' };
      case 'result':
        return { status: 200, contentType: CONTENT_TYPE, body: JSON.stringify(invocation.payload) };
      case 'error':
        return {
          status: 200,
          contentType: CONTENT_TYPE,
          headers: { 'X-Amz-Function-Error': 'Unhandled' },
          body: JSON.stringify(invocation.error),
        };
    }
  },

  refuse({ status, code, message }: AwsError): AwsResponse {
    return {
      status,
      contentType: CONTENT_TYPE,
      headers: { 'X-Amzn-ErrorType': code },
      body: JSON.stringify({ Type: 'User', Message: message }),
    };
  },
};
