/**
 * Which accounts and Regions a hub serves besides its own.
 *
 * @module AtlasMembers
 */
export { AtlasMembers, type AtlasMembersOptions } from '../../lib/index.js';
