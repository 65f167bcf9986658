/**
 * The shortest declaration: endpoint service, security group, VPC endpoint and link in one.
 *
 * @module AtlasPrivateEndpoint
 */
export { AtlasPrivateEndpoint, type AtlasPrivateEndpointProps } from '../../lib/index.js';
