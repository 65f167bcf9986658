import type { ExecutionKind } from '../../execution-data/workflow-input.js';
import { DATA_FEDERATION_LINK } from './kinds/data-federation-link/data-federation-link-kind.js';
import { ENDPOINT_SERVICE } from './kinds/endpoint-service/endpoint-service-kind.js';
import { LINK } from './kinds/link/link-kind.js';
import { REGIONAL_MODE } from './kinds/regional-mode/regional-mode-kind.js';
import type { ResourceKind } from './kinds/resource-kind.js';

/** The only list of the kinds of resources. */
export const KINDS: { readonly [K in ExecutionKind]: ResourceKind<K> } = {
  link: LINK,
  service: ENDPOINT_SERVICE,
  'regional-mode': REGIONAL_MODE,
  'data-federation-link': DATA_FEDERATION_LINK,
};
