/** Responds to a CloudFormation request if the provider cannot work, so that its stack does not wait for an hour. */

import { parseRequest } from '../../custom-resources/request.js';
import { failure } from '../../custom-resources/response.js';
import type { ResponsePort } from '../../domain/model/ports/cloudformation.js';
import type { LogPort } from '../../domain/model/ports/observability.js';
import { notCreatedId } from '../../domain/requests/physical-id.js';
import { ConfigurationError } from '../configuration/configuration.js';

/**
 * Responds for a defect of the deployment, which another delivery does not fix.
 *
 * @throws the error itself if it may be temporary; MalformedRequestError, ResponseNotTakenError
 */
export async function respondUnwired(
  { responses, log }: { readonly responses: ResponsePort; readonly log: Pick<LogPort, 'error'> },
  event: unknown,
  error: unknown,
): Promise<void> {
  if (!(error instanceof ConfigurationError)) throw error;
  const request = parseRequest(event);
  const physicalId = request.physicalResourceId || notCreatedId(request.requestId);
  log.error('provider has an invalid configuration', { error: error.message });
  await responses.put(request.responseUrl, failure(request.respondTo, physicalId, error.message));
}
