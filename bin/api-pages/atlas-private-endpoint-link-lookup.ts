/**
 * Reads an existing link without changing it.
 *
 * @module AtlasPrivateEndpointLinkLookup
 */
export { AtlasPrivateEndpointLinkLookup, type AtlasPrivateEndpointLinkLookupProps } from '../../lib/index.js';
