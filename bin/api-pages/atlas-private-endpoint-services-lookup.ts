/**
 * Reads all endpoint services of a project, and changes nothing.
 *
 * @module AtlasPrivateEndpointServicesLookup
 */
export {
  AtlasPrivateEndpointServicesLookup,
  type AtlasPrivateEndpointServicesLookupProps,
} from '../../lib/index.js';
