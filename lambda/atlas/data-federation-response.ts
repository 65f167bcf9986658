import * as v from 'valibot';
import type { DataFederationLinkDescription } from '../contract/custom-resources.js';
import { atlasRegion } from '../contract/regions.js';
import type { DataFederationLinkReference } from '../domain/model/ports/data-federation.js';
import { documented, jsonObject, optionalText, requiredText, ShapeError } from './documented-response.js';
import type { Page } from './every-page.js';
import { pageSchema } from './paged-response.js';

/** A recorded entry has five fields; the description knows the others. The status is an open set. */
const entrySchema = jsonObject({
  endpointId: requiredText,
  status: requiredText,
  // The documented default of both is the only recorded value.
  provider: v.nullish(requiredText, 'AWS'),
  type: v.nullish(requiredText, 'DATA_LAKE'),
  comment: optionalText,
  region: v.pipe(optionalText, v.transform(atlasRegion)),
  customerEndpointDNSName: optionalText,
  errorMessage: optionalText,
});

const entriesPageSchema = pageSchema(entrySchema);

function descriptionOf(
  projectId: string,
  entry: v.InferOutput<typeof entrySchema>,
): DataFederationLinkDescription {
  return {
    projectId,
    endpointId: entry.endpointId,
    cloudProvider: entry.provider,
    type: entry.type,
    comment: entry.comment,
    region: entry.region,
    customerEndpointDnsName: entry.customerEndpointDNSName,
    status: entry.status,
    errorMessage: entry.errorMessage,
  };
}

/**
 * Reads a registered endpoint (`getDataFederationPrivateEndpoint`).
 *
 * @throws ShapeError, also if the response is for another endpoint
 */
export function readDataFederationLink(
  { projectId, endpointId }: DataFederationLinkReference,
  response: unknown,
): DataFederationLinkDescription {
  const entry = documented(entrySchema, response);
  if (entry.endpointId !== endpointId)
    throw new ShapeError('endpointId: expected that of the requested endpoint, received another');
  return descriptionOf(projectId, entry);
}

/** @throws ShapeError, even if only one of many entries is invalid: an incomplete list proves no absence */
export function readDataFederationPage(
  projectId: string,
  response: unknown,
): Page<DataFederationLinkDescription> {
  const { items, hasNext } = documented(entriesPageSchema, response);
  return { items: items.map((entry) => descriptionOf(projectId, entry)), hasNext };
}
