/**
 * Gives applications the connection strings of an endpoint that the automation has linked.
 *
 * @module RegisteredConnectionStrings
 */
export { RegisteredConnectionStrings, type RegisteredConnectionStringsProps } from '../../lib/index.js';
