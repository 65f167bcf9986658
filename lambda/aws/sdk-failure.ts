/** Classifies errors of AWS services, which have the fields of the SDK's. */
import { ServiceUnavailableError } from '../domain/model/errors/service-unavailable-error.js';

/** Refusals that are temporary although their status is 400. */
const PASSING =
  /throttl|toomany|rate ?exceeded|limitexceeded|timeout|expired|slowdown|unavailable|internal|provisionedthroughput/i;

/** Returns true if AWS has permanently refused the call: nothing has been done. */
export function isRefused(error: unknown): boolean {
  if (!(error instanceof Error) || PASSING.test(error.name)) return false;
  const status = statusOf(error);
  return status !== undefined && status >= 400 && status < 500 && status !== 408 && status !== 429;
}

/** Returns true for a failure that says nothing about the request: throttling, an outage, no response. */
function isPassing(error: unknown): boolean {
  return error instanceof Error && '$metadata' in error && !isRefused(error);
}

/**
 * @throws ServiceUnavailableError for a failure that says nothing about the request; the service's own error if it
 * refuses the call
 */
export async function unlessUnavailable<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!isPassing(error)) throw error;
    const wording = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new ServiceUnavailableError(wording, { cause: error });
  }
}

/** Returns only the name, because the text of a validation error repeats the value. */
export function failureName(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown error';
}

function statusOf(error: Error): number | undefined {
  const { $metadata } = error as { $metadata?: { httpStatusCode?: unknown } };
  const status = $metadata?.httpStatusCode;
  return typeof status === 'number' ? status : undefined;
}
