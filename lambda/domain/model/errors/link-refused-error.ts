import { AtlasError } from './atlas-error.js';

/** Name of {@link LinkRefusedError} in dead-letter messages. */
export const LINK_REFUSED: LinkRefusedError['name'] = 'LinkRefusedError';

/**
 * The refusal of Atlas because of which an endpoint is not linked. It has been published, and the record of the endpoint
 * contains it, unless neither project nor endpoint service is known. The name distinguishes it from other errors of
 * Atlas, which no record contains.
 */
export class LinkRefusedError extends AtlasError {
  override readonly name = 'LinkRefusedError';

  constructor(error: AtlasError) {
    const { status, code, retryAfterSeconds } = error;
    super(error.message, {
      kind: error.kind,
      operation: error.operation,
      ...(status === undefined ? {} : { status }),
      ...(code === undefined ? {} : { code }),
      advice: error.advice,
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
      lacksCapacity: error.lacksCapacity,
      cause: error,
    });
  }
}
