/**
 * Registers a VPC endpoint for Data Federation and Online Archive.
 *
 * @module AtlasDataFederationLink
 */
export {
  AtlasDataFederationLink,
  type AtlasDataFederationLinkProps,
  DataFederationLinkAttributes,
} from '../../lib/index.js';
