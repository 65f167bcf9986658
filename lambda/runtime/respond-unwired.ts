/** A request of CloudFormation to a provider that cannot work: its stack must not wait an hour for that. */

import { notCreatedId } from '../custom-resources/physical-id.js';
import { respondToOf } from '../custom-resources/plan.js';
import { parseRequest } from '../custom-resources/request.js';
import { failure } from '../custom-resources/response.js';
import type { ResponsePort } from '../domain/model/ports/cloudformation.js';
import type { LogPort } from '../domain/model/ports/observability.js';
import { ConfigurationError } from './configuration.js';

/**
 * Of a defect of the deployment, which another delivery does not mend.
 *
 * @throws the error itself where it may pass; MalformedRequestError, ResponseNotTakenError
 */
export async function respondUnwired(
  { responses, log }: { readonly responses: ResponsePort; readonly log: Pick<LogPort, 'error'> },
  event: unknown,
  error: unknown,
): Promise<void> {
  if (!(error instanceof ConfigurationError)) throw error;
  const request = parseRequest(event);
  const physicalId = request.physicalResourceId || notCreatedId(request.requestId);
  log.error('the provider cannot work', { error: error.message });
  await responses.put(request.responseUrl, failure(respondToOf(request), physicalId, error.message));
}
