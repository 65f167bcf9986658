/**
 * Reads the regional mode of a project, and changes nothing.
 *
 * @module AtlasRegionalModeLookup
 */
export { AtlasRegionalModeLookup, type AtlasRegionalModeLookupProps } from '../../lib/index.js';
