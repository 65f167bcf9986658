/**
 * Reads all registrations for Data Federation of a project without changing them.
 *
 * @module AtlasDataFederationLinksLookup
 */
export {
  AtlasDataFederationLinksLookup,
  type AtlasDataFederationLinksLookupProps,
} from '../../lib/index.js';
