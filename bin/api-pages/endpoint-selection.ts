/**
 * Which VPC endpoints an automation may link.
 *
 * @module EndpointSelection
 */
export { EndpointSelection } from '../../lib/index.js';
