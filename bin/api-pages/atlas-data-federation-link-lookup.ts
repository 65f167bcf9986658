/**
 * Reads the registration of an endpoint for Data Federation without changing it.
 *
 * @module AtlasDataFederationLinkLookup
 */
export {
  AtlasDataFederationLinkLookup,
  type AtlasDataFederationLinkLookupProps,
} from '../../lib/index.js';
