/**
 * Calls AWS services that use JSON (Parameter Store, Step Functions, EventBridge) without their SDK clients, because
 * those clients would be most of what a function loads before its first line runs (decision 51).
 */
import { setTimeout as delay } from 'node:timers/promises';
import { AwsV4Signer } from 'aws4fetch';
import * as v from 'valibot';
import type { AwsRegion } from '../contract/regions.js';
import { jsonText } from '../json/json-text.js';
import { isRecord } from '../json/record.js';
import { validate } from '../json/validate.js';
import type { Caller, Credentials } from './caller.js';
import { nextPause, type RetryPatience, STANDARD_PATIENCE } from './patient-retries.js';
import { withRenewal } from './renewed-credentials.js';
import { type Environment, regionOf, type ServiceName, serviceEndpoint } from './service-endpoint.js';
import { noResponse, ServiceError, serviceError, unreadableResponse } from './service-failure.js';

/** What differs between services. */
export interface JsonServiceDescription extends ServiceName {
  /** Prefix of the operation in `X-Amz-Target`: `AmazonSSM`, `AWSStepFunctions`. */
  readonly target: string;
  readonly jsonVersion: '1.0' | '1.1';
}

/** An SDK type as JSON has it: times are seconds since 1970. */
export type OnWire<T> = T extends Date
  ? number
  : T extends readonly (infer Item)[]
    ? OnWire<Item>[]
    : T extends object
      ? { [Field in keyof T]: OnWire<T[Field]> }
      : T;

/** Converts a time of a response. */
export function timeOf(seconds: number): Date {
  return new Date(seconds * 1000);
}

/** One operation, in the SDK's types. They are declarations only and load no code. */
export interface Operation<Input, Output> {
  readonly input: OnWire<Input>;
  readonly output: OnWire<Omit<Output, '$metadata'>>;
}

export interface JsonService<Operations extends Record<keyof Operations, Operation<unknown, unknown>>> {
  /** @throws ServiceError */
  call<Name extends keyof Operations & string>(
    operation: Name,
    input: Operations[Name]['input'],
  ): Promise<Operations[Name]['output']>;
}

/** The Region of the environment, and the credentials that Lambda sets there. */
const OWN: Caller = {
  get region() {
    return regionOf(process.env);
  },
  credentials: async () => credentialsOf(process.env),
};

/**
 * Client of a service.
 *
 * @param patience default: three attempts
 * @param caller default: the Region and the role of the function
 */
export function jsonService<Operations extends Record<keyof Operations, Operation<unknown, unknown>>>(
  service: JsonServiceDescription,
  patience: RetryPatience = STANDARD_PATIENCE,
  caller: Caller = OWN,
): JsonService<Operations> {
  return {
    call: (operation, input) =>
      withRetries(patience, () =>
        withRenewal(caller, (credentials) =>
          exchange(service, { region: caller.region, credentials }, operation, JSON.stringify(input)),
        ),
      ) as Promise<never>,
  };
}

async function withRetries<T>(patience: RetryPatience, attempt: () => Promise<T>): Promise<T> {
  for (let retries = 0, waitedMilliseconds = 0; ; retries += 1) {
    try {
      return await attempt();
    } catch (error) {
      const pause =
        error instanceof ServiceError
          ? nextPause(patience, error.kind, { retries, waitedMilliseconds })
          : undefined;
      if (pause === undefined) throw error;
      waitedMilliseconds += pause;
      await delay(pause);
    }
  }
}

/** These calls respond within a second; ten seconds count as a failure. */
const EXCHANGE_TIMEOUT_MILLISECONDS = 10_000;

interface Signer {
  readonly region: AwsRegion;
  readonly credentials: Credentials;
}

/** @throws ServiceError */
async function exchange(
  service: JsonServiceDescription,
  signer: Signer,
  operation: string,
  body: string,
): Promise<unknown> {
  const call = `${service.name}:${operation}`;
  const { url, headers } = await signed(service, signer, operation, body);
  const { response, text } = await responseTo(call, url, {
    method: 'POST',
    headers,
    body,
    // A redirect would send the signature to its target.
    redirect: 'manual',
    signal: AbortSignal.timeout(EXCHANGE_TIMEOUT_MILLISECONDS),
  });
  if (!response.ok) throw serviceError(call, response, text);
  if (text === '') return {};
  const read = validate(jsonText(v.unknown()), text);
  if (read.kind !== 'valid') throw unreadableResponse(call, response);
  return withoutNulls(read.value);
}

async function responseTo(call: string, url: URL, request: RequestInit) {
  try {
    const response = await fetch(url, request);
    return { response, text: await response.text() };
  } catch (error) {
    throw noResponse(call, error);
  }
}

/** Treats a `null` field as absent, as the SDK does. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isRecord(value)) return value ?? undefined;
  const fields = Object.entries(value).filter(([, field]) => field !== null);
  return Object.fromEntries(fields.map(([name, field]) => [name, withoutNulls(field)]));
}

const USER_AGENT = 'cdk-atlas-privatelink';

/** The settings in the environment cannot be used to sign a request. */
export class CredentialsUnusableError extends Error {
  override readonly name = 'CredentialsUnusableError';
}

interface SignedRequest {
  readonly url: URL;
  readonly headers: Headers;
}

/** A key is valid for one day, Region and service. Its derivation is most of the work of a signature. */
const signingKeys = new Map<string, ArrayBuffer>();

/** Each attempt is signed again: a signature has a time, and the credentials may have been renewed. */
async function signed(
  service: JsonServiceDescription,
  { region, credentials: { accessKeyId, secretAccessKey, sessionToken } }: Signer,
  operation: string,
  body: string,
): Promise<SignedRequest> {
  const environment: Environment = process.env;
  const credentials = {
    accessKeyId,
    secretAccessKey,
    ...(sessionToken === undefined ? {} : { sessionToken }),
  };
  const request = {
    method: 'POST',
    url: serviceEndpoint(service, region, environment),
    headers: {
      'Content-Type': `application/x-amz-json-${service.jsonVersion}`,
      'User-Agent': USER_AGENT,
      'X-Amz-Target': `${service.target}.${operation}`,
      ...traceHeader(environment),
    },
    body,
    service: service.name,
    region,
  };
  try {
    return await new AwsV4Signer({ ...request, ...credentials, cache: signingKeys }).sign();
  } catch {
    // Without `cause`: an error about a header quotes its value, which may be the session token.
    throw new CredentialsUnusableError(
      `${service.name}:${operation} cannot be signed for ${request.url}. Check the AWS_ENDPOINT_URL variables, and that the credentials of the environment have no line breaks.`,
    );
  }
}

/** Lambda uses this header to detect functions that call each other in a loop. */
function traceHeader({ _X_AMZN_TRACE_ID = '' }: Environment): Record<string, string> {
  return _X_AMZN_TRACE_ID === '' ? {} : { 'X-Amzn-Trace-Id': _X_AMZN_TRACE_ID };
}

function credentialsOf({
  AWS_ACCESS_KEY_ID = '',
  AWS_SECRET_ACCESS_KEY = '',
  AWS_SESSION_TOKEN = '',
}: Environment): Credentials {
  if (AWS_ACCESS_KEY_ID === '' || AWS_SECRET_ACCESS_KEY === '')
    throw new CredentialsUnusableError(
      'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set. Lambda sets them by the role of the function: call AWS from a function, or set them.',
    );
  const sessionToken = AWS_SESSION_TOKEN === '' ? {} : { sessionToken: AWS_SESSION_TOKEN };
  return { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY, ...sessionToken };
}
