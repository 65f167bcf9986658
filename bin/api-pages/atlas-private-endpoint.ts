/**
 * The shortest declaration: one construct for endpoint service, security group, VPC endpoint and link.
 *
 * @module AtlasPrivateEndpoint
 */
export { AtlasPrivateEndpoint, type AtlasPrivateEndpointProps } from '../../lib/index.js';
