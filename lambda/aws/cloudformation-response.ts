import type { ClockPort } from '../domain/model/ports/clock.js';
import type { ResponsePort } from '../domain/model/ports/cloudformation.js';

/** CloudFormation did not accept the response. */
export class ResponseNotTakenError extends Error {
  override readonly name = 'ResponseNotTakenError';
}

const PAUSES_SECONDS = [1, 2, 4, 8, 15];
const TIMEOUT_MILLISECONDS = 10_000;

export function createResponsePort(clock: ClockPort, fetch = globalThis.fetch): ResponsePort {
  return {
    async put(responseUrl, document) {
      const body = JSON.stringify(document);
      for (let attempt = 0; ; attempt += 1) {
        const problem = await tryOnce(fetch, responseUrl, body);
        if (problem === undefined) return;
        const pauseSeconds = PAUSES_SECONDS[attempt];
        if (pauseSeconds === undefined)
          throw new ResponseNotTakenError(`CloudFormation did not accept the response: ${problem}.`);
        await clock.sleep(pauseSeconds * 1000);
      }
    },
  };
}

/** @returns what went wrong, without the URL */
async function tryOnce(
  fetch: typeof globalThis.fetch,
  url: string,
  body: string,
): Promise<string | undefined> {
  try {
    const response = await fetch(url, {
      method: 'PUT',
      body,
      // The URL is signed for an empty content type, and fetch would set one for text.
      headers: { 'Content-Type': '' },
      signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
    });
    await response.text();
    return response.ok ? undefined : `HTTP ${response.status}`;
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    return cause instanceof Error && 'code' in cause ? String(cause.code) : 'no connection';
  }
}
