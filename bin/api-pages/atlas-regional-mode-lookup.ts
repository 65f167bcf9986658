/**
 * Reads the regional mode of a project without changing it.
 *
 * @module AtlasRegionalModeLookup
 */
export { AtlasRegionalModeLookup, type AtlasRegionalModeLookupProps } from '../../lib/index.js';
