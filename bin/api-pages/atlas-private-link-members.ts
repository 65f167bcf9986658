/**
 * Makes every account of organizational units a member of a hub.
 *
 * @module AtlasPrivateLinkMembers
 */
export {
  AtlasPrivateLinkMembers,
  type AtlasPrivateLinkMembersProps,
  type MembersOperation,
} from '../../lib/index.js';
