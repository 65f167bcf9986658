/**
 * Reads an existing endpoint service without changing it.
 *
 * @module AtlasPrivateEndpointServiceLookup
 */
export {
  AtlasPrivateEndpointServiceLookup,
  type AtlasPrivateEndpointServiceLookupProps,
} from '../../lib/index.js';
