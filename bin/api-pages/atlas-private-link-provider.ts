/**
 * The functions behind the custom resources, which declared links need once in each account and Region.
 *
 * @module AtlasPrivateLinkProvider
 */
export {
  AtlasPrivateLinkProvider,
  type AtlasPrivateLinkProviderProps,
  type IAtlasPrivateLinkProvider,
} from '../../lib/index.js';
