/**
 * What declared links need once in an account and Region: the functions behind the custom resources.
 *
 * @module AtlasPrivateLinkProvider
 */
export {
  AtlasPrivateLinkProvider,
  type AtlasPrivateLinkProviderProps,
  type IAtlasPrivateLinkProvider,
} from '../../lib/index.js';
