import type { LinkDescription } from '../contract/attributes.js';
import { AtlasError } from './atlas-error.js';
import { EndpointNotReadyError } from './endpoint-not-ready-error.js';
import type { AtlasPort, ClockPort, LinkDetails, LinkReference } from './ports.js';

export interface Registration {
  readonly kind: 'created' | 'adopted';
  readonly description: LinkDescription;
}

/** Pauses before a POST is tried again, each after a look that showed no link. */
const RETRY_PAUSES_SECONDS = [2, 5, 10];

/**
 * Registers an endpoint with Atlas, or adopts the link that is already there. A POST is repeated only after a look
 * (GET) has shown that the earlier one left no link, because an answer of 5xx, or none, does not say.
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
      if (adopted !== undefined) return adopted;
      const pauseSeconds = RETRY_PAUSES_SECONDS[attempt];
      if (pauseSeconds === undefined) throw notReadyOr(error);
      await clock.sleep(pauseSeconds * 1000);
    }
  }
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

function mayHaveALink(error: AtlasError): boolean {
  // 409 is either "exists already" or "the service is not ready to accept": the look tells which.
  return error.kind === 'conflict' || error.kind === 'unavailable';
}

/** "Not ready to accept endpoint connection requests" passes; other conflicts are a person's to mend. */
function notReadyOr(error: unknown): unknown {
  if (!(error instanceof AtlasError) || !error.cannotAcceptEndpointsYet) return error;
  return new EndpointNotReadyError(error.message, { cause: error });
}
