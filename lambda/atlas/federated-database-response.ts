import * as v from 'valibot';
import type { FederatedHostname } from '../contract/custom-resources.js';
import { documented, jsonObject, optionalText } from './documented-response.js';

/** The fields are documented, and nothing of them is recorded. */
const databasesSchema = v.array(
  jsonObject({
    name: optionalText,
    privateEndpointHostnames: v.nullish(
      v.array(jsonObject({ hostname: optionalText, privateEndpoint: optionalText })),
      [],
    ),
  }),
);

/**
 * Reads host names of federated databases (`listGroupDataFederation`). The description calls `privateEndpoint` a label
 * that identifies the endpoint: only one that contains the endpoint's id counts, and not as the beginning of a longer id.
 *
 * @throws ShapeError
 */
export function readFederatedHostnames(endpointId: string, response: unknown): FederatedHostname[] {
  const names = new RegExp(`(?<![\\w-])${endpointId}(?![\\w-])`, 'i');
  return documented(databasesSchema, response).flatMap(({ name, privateEndpointHostnames }) =>
    privateEndpointHostnames
      .filter(({ hostname, privateEndpoint }) => hostname !== '' && names.test(privateEndpoint))
      .map(({ hostname }) => ({ database: name, hostname })),
  );
}
