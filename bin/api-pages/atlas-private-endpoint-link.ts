/**
 * A link between an endpoint and an endpoint service, declared.
 *
 * @module AtlasPrivateEndpointLink
 */
export {
  AtlasPrivateEndpointLink,
  type AtlasPrivateEndpointLinkProps,
  LinkAttributes,
  type PrivateConnectionStrings,
} from '../../lib/index.js';
