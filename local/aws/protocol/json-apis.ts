import type { IncomingMessage } from 'node:http';
import type { AwsCall, AwsResponse } from './aws-call.js';
import type { AwsError } from './aws-error.js';

/** IAM prefix for each prefix of `X-Amz-Target`. */
const SERVICES: Readonly<Record<string, string>> = {
  secretsmanager: 'secretsmanager',
  AWSStepFunctions: 'states',
  AWSEvents: 'events',
  AmazonSSM: 'ssm',
  AmazonSQS: 'sqs',
  CloudTrail_20131101: 'cloudtrail',
  DynamoDB_20120810: 'dynamodb',
};
const CONTENT_TYPE = 'application/x-amz-json-1.1';

/** The JSON protocol: the operation is in a header; input and response are JSON. */
export const JsonApis = {
  read(request: IncomingMessage, body: string): Pick<AwsCall, 'action' | 'input'> {
    const [service = '', operation = ''] = String(request.headers['x-amz-target']).split('.');
    return { action: `${SERVICES[service] ?? service}:${operation}`, input: JSON.parse(body) };
  },

  reply(_call: AwsCall, result: unknown): AwsResponse {
    return { status: 200, contentType: CONTENT_TYPE, body: JSON.stringify(result) };
  },

  refuse({ status, code, message, fields }: AwsError): AwsResponse {
    return { status, contentType: CONTENT_TYPE, body: JSON.stringify({ __type: code, message, ...fields }) };
  },
};
