/**
 * Reads a link that exists, and changes nothing.
 *
 * @module AtlasPrivateEndpointLinkLookup
 */
export { AtlasPrivateEndpointLinkLookup, type AtlasPrivateEndpointLinkLookupProps } from '../../lib/index.js';
