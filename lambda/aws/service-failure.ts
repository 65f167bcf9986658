/** Failure of a call to an AWS service: the service's own error, or no response. */
import { jsonText } from '../json/json-text.js';
import { type JsonRecord, record } from '../json/record.js';
import { validate } from '../json/validate.js';
import type { FailureKind } from './patient-retries.js';

/** Has the fields of SDK errors. */
interface Metadata {
  readonly httpStatusCode?: number;
  readonly requestId?: string;
}

/** Has the service's error name (`ParameterNotFound`), as SDK errors do. */
export class ServiceError extends Error {
  readonly $metadata: Metadata;

  constructor(
    override readonly name: string,
    message: string,
    readonly kind: FailureKind,
    metadata: Metadata = {},
  ) {
    super(message);
    this.$metadata = metadata;
  }
}

const THROTTLING =
  /^(BandwidthLimitExceeded|EC2ThrottledException|LimitExceededException|PriorRequestNotComplete|ProvisionedThroughputExceededException|RequestLimitExceeded|RequestThrottled(Exception)?|SlowDown|ThrottledException|Throttling(Exception)?|TooManyRequestsException|TransactionInProgressException)$/;
/** The last three mean that the container was frozen between signing and sending; the next attempt is signed again. */
const TRANSIENT =
  /^(TimeoutError|RequestTimeout(Exception)?|RequestExpired|RequestTimeTooSkewed|RequestInTheFuture)$/;
const TRANSIENT_STATUSES = [500, 502, 503, 504];
const TOO_MANY_REQUESTS = 429;

/** Uses the names and statuses that the SDK uses. */
function kindOf(name: string, status: number): FailureKind {
  if (status === TOO_MANY_REQUESTS || THROTTLING.test(name)) return 'THROTTLING';
  return TRANSIENT.test(name) || TRANSIENT_STATUSES.includes(status) ? 'TRANSIENT' : 'CLIENT_ERROR';
}

/** @param call shown in the message: `ssm:GetParameter` */
export function serviceError(call: string, { status, headers }: Response, text: string): ServiceError {
  const { type, words } = readError(text);
  const name = shortName(headers.get('x-amzn-errortype') ?? type ?? '') || 'UnknownError';
  const requestId = headers.get('x-amzn-requestid');
  const metadata = { httpStatusCode: status, ...(requestId === null ? {} : { requestId }) };
  return new ServiceError(
    name,
    words ?? `${call} has HTTP status ${status}.`,
    kindOf(name, status),
    metadata,
  );
}

/** A 200 response that is not JSON: it is from a proxy, or was cut off. */
export function unreadableResponse(call: string, { status }: Response): ServiceError {
  const message = `The response to ${call} is no JSON. Something between the function and AWS has answered.`;
  return new ServiceError('UnreadableResponseError', message, 'CLIENT_ERROR', { httpStatusCode: status });
}

/** Without `cause`: an error about a header quotes its value. */
export function noResponse(call: string, error: unknown): ServiceError {
  return new ServiceError('NoResponseError', `${call} has no response: ${reasonOf(error)}.`, 'TRANSIENT');
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown reason';
  const { cause } = error;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : error.name;
}

/** `com.amazonaws.ssm#ParameterNotFound:http://…` */
function shortName(type: string): string {
  return type.replace(/[:,].*$/s, '').replace(/^.*#/, '');
}

function readError(text: string): { readonly type: string | undefined; readonly words: string | undefined } {
  const fields = jsonFields(text);
  const textOf = (...names: string[]) =>
    names.map((name) => fields[name]).find((value): value is string => typeof value === 'string');
  return { type: textOf('code', '__type'), words: textOf('message', 'Message', 'errorMessage') };
}

function jsonFields(text: string): JsonRecord {
  const read = validate(jsonText(record), text);
  return read.kind === 'valid' ? read.value : {};
}
