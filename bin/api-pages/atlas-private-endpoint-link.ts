/**
 * Declares a link between a VPC endpoint and an endpoint service.
 *
 * @module AtlasPrivateEndpointLink
 */
export {
  AtlasPrivateEndpointLink,
  type AtlasPrivateEndpointLinkProps,
  LinkAttributes,
  type PrivateConnectionStrings,
} from '../../lib/index.js';
