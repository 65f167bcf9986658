/** What an error of the AWS SDK says about the call. */

/** Refusals that are of the moment, although they come with a status of 400. */
const PASSING =
  /throttl|toomany|rate ?exceeded|limitexceeded|timeout|expired|slowdown|unavailable|internal|provisionedthroughput/i;

/** True where AWS has answered that it will not do this, now or later: nothing has been done. */
export function isRefused(error: unknown): boolean {
  if (!(error instanceof Error) || PASSING.test(error.name)) return false;
  const status = statusOf(error);
  return status !== undefined && status >= 400 && status < 500 && status !== 408 && status !== 429;
}

/** True for a failure of a call to AWS that says nothing of what was asked: throttled, an outage, no response. */
export function isPassing(error: unknown): boolean {
  return error instanceof Error && '$metadata' in error && !isRefused(error);
}

/** By name alone: the text of a validation error repeats the value. */
export function failureName(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown error';
}

function statusOf(error: Error): number | undefined {
  const { $metadata } = error as { $metadata?: { httpStatusCode?: unknown } };
  const status = $metadata?.httpStatusCode;
  return typeof status === 'number' ? status : undefined;
}
