/** The one call of CloudFormation, by its Query API: an SDK client would be the largest part of the command line. */
import { SSMClient } from '@aws-sdk/client-ssm';
import { AwsV4Signer } from 'aws4fetch';
import type { JsonService, Operation } from '../../lambda/aws/json-service.js';
import { STANDARD_RESPONSE } from '../../lambda/aws/response-patience.js';
import { serviceEndpoint } from '../../lambda/aws/service-endpoint.js';
import { ServiceError } from '../../lambda/aws/service-failure.js';
import { clientSettings } from './client-settings.js';

/** In the form of the SDK's types. */
export interface CloudFormationOperations {
  readonly DescribeOrganizationsAccess: Operation<
    { readonly CallAs: 'SELF' | 'DELEGATED_ADMIN' },
    { readonly Status?: string; readonly $metadata: unknown }
  >;
}

const SERVICE = { name: 'cloudformation', endpointVariable: 'CLOUDFORMATION' };
const VERSION = '2010-05-15';

/** With the credentials and the Region that the SDK's clients use. */
export function cloudFormation(): JsonService<CloudFormationOperations> {
  return { call: async (operation, input) => fieldsIn(await post(operation, input)) };
}

async function post(operation: string, input: Readonly<Record<string, string>>): Promise<string> {
  const { config } = new SSMClient(clientSettings());
  const [region, { accessKeyId, secretAccessKey, sessionToken }] = await Promise.all([
    config.region(),
    config.credentials(),
  ]);
  const body = new URLSearchParams({ Action: operation, Version: VERSION, ...input }).toString();
  const { url, headers } = await new AwsV4Signer({
    method: 'POST',
    url: serviceEndpoint(SERVICE, region, process.env),
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body,
    service: SERVICE.name,
    region,
    accessKeyId,
    secretAccessKey,
    ...(sessionToken === undefined ? {} : { sessionToken }),
  }).sign();
  const { response, text } = await responseTo(url, { method: 'POST', headers, body });
  if (response.ok) return text;
  const { Code = 'UnknownError', Message = `HTTP status ${response.status}.` } = fieldsIn(text);
  throw new ServiceError(Code, Message, 'CLIENT_ERROR', { httpStatusCode: response.status });
}

async function responseTo(url: URL, request: RequestInit) {
  const signal = AbortSignal.timeout(STANDARD_RESPONSE.responseMilliseconds);
  try {
    // A redirect would send the signature to its target.
    const response = await fetch(url, { ...request, redirect: 'manual', signal });
    return { response, text: await response.text() };
  } catch (error) {
    // The cause has the code of the network, as errors of the SDK do.
    throw error instanceof Error && error.cause instanceof Error ? error.cause : error;
  }
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

/** Elements that contain text alone, by their names. */
function fieldsIn(xml: string): Record<string, string> {
  const elements = [...xml.matchAll(/<(\w+)>([^<]*)<\/\1>/g)];
  return Object.fromEntries(
    elements.map(([, name = '', text = '']) => [
      name,
      text.replace(/&(lt|gt|quot|apos|amp);/g, (whole, entity: string) => ENTITIES[entity] ?? whole),
    ]),
  );
}
