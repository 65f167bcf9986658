import type { LinkDescription } from '../../contract/attributes.js';
import { AtlasError } from '../model/errors/atlas-error.js';
import { EndpointNotReadyError } from '../model/errors/endpoint-not-ready-error.js';
import type { AtlasPort, LinkDetails, LinkReference } from '../model/ports/atlas.js';
import type { ClockPort } from '../model/ports/clock.js';

export interface Registration {
  readonly kind: 'created' | 'adopted';
  /** Of one that is adopted: it was there before the first POST, so somebody else has made it. */
  readonly metConflict?: boolean;
  readonly description: LinkDescription;
}

/** Pauses before a POST is tried again, each after a poll that showed no link. */
const RETRY_PAUSES_SECONDS = [2, 5, 10];

/**
 * Registers an endpoint with Atlas, or adopts the link that is already there. A POST is repeated only after a poll
 * (GET) has shown that the earlier one left no link, because a response of 5xx, or none, does not say; and not past the
 * time left, so that it ends in a named error, not in a killed function.
 *
 * @throws EndpointNotReadyError when the service does not accept endpoints yet
 * @throws AtlasError of the last try otherwise
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
      // After a POST without a clear response, a conflict may be with the link which that one made.
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

/** The link that a failed POST has met or left behind; undefined when there is none and the POST may be repeated. */
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
  // 409 is either "exists already" or "the service is not ready to accept": the poll tells which.
  return error.kind === 'conflict' || error.kind === 'unavailable';
}

/** "Not ready to accept endpoint connection requests" passes; other conflicts are a person's to mend. */
function notReadyOr(error: unknown): unknown {
  if (!(error instanceof AtlasError) || !error.cannotAcceptEndpointsYet) return error;
  return new EndpointNotReadyError(error.message, { cause: error });
}
