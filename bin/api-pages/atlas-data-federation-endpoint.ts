/**
 * A private path to Data Federation and Online Archive in one construct: security group, VPC endpoint and registration.
 *
 * @module AtlasDataFederationEndpoint
 */
export {
  AtlasDataFederationEndpoint,
  type AtlasDataFederationEndpointProps,
} from '../../lib/index.js';
