/**
 * Reads all endpoint services of a project without changing them.
 *
 * @module AtlasPrivateEndpointServicesLookup
 */
export {
  AtlasPrivateEndpointServicesLookup,
  type AtlasPrivateEndpointServicesLookupProps,
} from '../../lib/index.js';
