/** Classifies errors of the AWS SDK. */

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
export function isPassing(error: unknown): boolean {
  return error instanceof Error && '$metadata' in error && !isRefused(error);
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
