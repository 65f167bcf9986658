/**
 * The project setting that gives sharded clusters one connection string for each Region.
 *
 * @module AtlasRegionalMode
 */
export { AtlasRegionalMode, type AtlasRegionalModeProps } from '../../lib/index.js';
