/**
 * Reads an endpoint service that exists, and changes nothing.
 *
 * @module AtlasPrivateEndpointServiceLookup
 */
export {
  AtlasPrivateEndpointServiceLookup,
  type AtlasPrivateEndpointServiceLookupProps,
} from '../../lib/index.js';
