/**
 * How the functions sign in to the Atlas Admin API, and for which projects.
 *
 * @module AtlasCredentials
 */
export { AtlasCredentials, type AtlasProject } from '../../lib/index.js';
