/**
 * An endpoint service of Atlas: declared by the stack, or referred to.
 *
 * @module AtlasPrivateEndpointService
 */
export {
  AtlasPrivateEndpointService,
  type AtlasPrivateEndpointServiceAttributes,
  AtlasPrivateEndpointServiceBase,
  type AtlasPrivateEndpointServiceProps,
  type IAtlasPrivateEndpointService,
} from '../../lib/index.js';
