import type { LinkDescription } from '../../contract/attributes.js';
import { AtlasError } from '../model/errors/atlas-error.js';
import { EndpointNotReadyError } from '../model/errors/endpoint-not-ready-error.js';
import type { AtlasPort, LinkDetails, LinkReference } from '../model/ports/atlas.js';
import type { ClockPort } from '../model/ports/clock.js';

export interface Registration {
  readonly kind: 'created' | 'adopted';
  /** For an adopted link: it existed before the first POST, so somebody else has created it. */
  readonly metConflict?: boolean;
  readonly description: LinkDescription;
}

/** Pauses before a repeated POST, each after a poll that showed no link. */
const RETRY_PAUSES_SECONDS = [2, 5, 10];

/**
 * Registers an endpoint with Atlas, or adopts the existing link. A POST is repeated only after a GET has shown that the
 * earlier one left no link, because a 5xx or missing response does not say. It is not repeated beyond the time left, so
 * that it ends with a named error and not with a killed function.
 *
 * @throws EndpointNotReadyError if the service does not accept endpoints yet
 * @throws AtlasError of the last attempt otherwise
 */
export async function registerLink(
  atlas: AtlasPort,
  clock: ClockPort,
  link: LinkReference,
  listedAlready: boolean,
  details: LinkDetails = {},
): Promise<Registration> {
  if (listedAlready) {
    const existing = await atlas.findLink(link);
    if (existing !== undefined) return { kind: 'adopted', description: existing };
  }
  for (let attempt = 0; ; attempt += 1) {
    try {
      return { kind: 'created', description: await atlas.createLink(link, details) };
    } catch (error) {
      const adopted = await adoptAfter(error, atlas, link);
      // After a POST without a clear response, a conflict may be with the link that this POST created.
      if (adopted !== undefined) return { ...adopted, metConflict: attempt === 0 && isConflict(error) };
      const pauseSeconds = RETRY_PAUSES_SECONDS[attempt];
      if (pauseSeconds === undefined || !leavesTime(clock, pauseSeconds)) throw notReadyOr(error);
      await clock.sleep(pauseSeconds * 1000);
    }
  }
}

function leavesTime(clock: ClockPort, pauseSeconds: number): boolean {
  return pauseSeconds * 1000 < (clock.remainingMilliseconds?.() ?? Number.POSITIVE_INFINITY);
}

/** Returns the link that a failed POST has met or created; undefined if there is none and the POST can be repeated. */
async function adoptAfter(
  error: unknown,
  atlas: AtlasPort,
  link: LinkReference,
): Promise<Registration | undefined> {
  if (!(error instanceof AtlasError) || !mayHaveALink(error)) throw error;
  const existing = await atlas.findLink(link);
  return existing === undefined ? undefined : { kind: 'adopted', description: existing };
}

function isConflict(error: unknown): boolean {
  return error instanceof AtlasError && error.kind === 'conflict';
}

function mayHaveALink(error: AtlasError): boolean {
  // 409 means either "exists already" or "the service is not ready to accept": the poll decides.
  return error.kind === 'conflict' || error.kind === 'unavailable';
}

/** "Not ready to accept endpoint connection requests" is temporary; other conflicts need a person. */
function notReadyOr(error: unknown): unknown {
  if (!(error instanceof AtlasError) || !error.cannotAcceptEndpointsYet) return error;
  return new EndpointNotReadyError(error.message, { cause: error });
}
