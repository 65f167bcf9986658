/**
 * The automation: links VPC endpoints to Atlas as they are created. Installed once for each account and Region.
 *
 * @module AtlasPrivateLink
 */
export {
  AtlasPrivateLink,
  type AtlasPrivateLinkProps,
  type ILinkAlarms,
  LastLink,
  type LinkEngineProps,
  LinkOutcome,
} from '../../lib/index.js';
