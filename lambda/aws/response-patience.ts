/**
 * How long an SDK client waits for a response. Without limits it waits for ever: a service that accepts a connection and
 * does not answer would use up the time of the function, which ends without a report.
 */
export interface ResponsePatience {
  readonly connectMilliseconds: number;
  readonly responseMilliseconds: number;
}

/** As the calls without an SDK client: these services respond within a second. */
export const STANDARD_RESPONSE: ResponsePatience = {
  connectMilliseconds: 3_000,
  responseMilliseconds: 10_000,
};

/** For one try, where others have waited in vain. */
export const SHORT_RESPONSE: ResponsePatience = { connectMilliseconds: 2_000, responseMilliseconds: 3_000 };

/** Settings of an SDK client. A time that has passed is an error that is retried like a closed connection. */
export function within({ connectMilliseconds, responseMilliseconds } = STANDARD_RESPONSE) {
  return {
    requestHandler: {
      connectionTimeout: connectMilliseconds,
      requestTimeout: responseMilliseconds,
      // Otherwise it is only logged.
      throwOnRequestTimeout: true,
    },
  };
}
