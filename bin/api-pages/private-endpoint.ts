/**
 * The endpoint of a declared link, in AWS, Azure or Google Cloud.
 *
 * @module PrivateEndpoint
 */
export {
  type AzurePrivateEndpoint,
  type GoogleCloudEndpointGroup,
  type GoogleCloudForwardingRule,
  type GoogleCloudPortMappedEndpoint,
  PrivateEndpoint,
} from '../../lib/index.js';
