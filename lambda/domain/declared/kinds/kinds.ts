import type { ExecutionKind } from '../../../execution-data/workflow-input.js';
import { DATA_FEDERATION_LINK } from './data-federation-link/data-federation-link-kind.js';
import { ENDPOINT_SERVICE } from './endpoint-service/endpoint-service-kind.js';
import { LINK } from './link/link-kind.js';
import { REGIONAL_MODE } from './regional-mode/regional-mode-kind.js';
import type { ResourceKind } from './resource-kind.js';

/** The only list of the kinds of resources. */
export const KINDS: { readonly [K in ExecutionKind]: ResourceKind<K> } = {
  link: LINK,
  service: ENDPOINT_SERVICE,
  'regional-mode': REGIONAL_MODE,
  'data-federation-link': DATA_FEDERATION_LINK,
};
