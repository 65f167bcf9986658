/**
 * Lets a hub link the VPC endpoints of an account and Region.
 *
 * @module AtlasPrivateLinkMember
 */
export {
  type AtlasHub,
  AtlasPrivateLinkMember,
  type AtlasPrivateLinkMemberProps,
  MemberParts,
} from '../../lib/index.js';
