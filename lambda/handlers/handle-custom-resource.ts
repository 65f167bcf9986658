import { handleCustomResource } from '../runtime/functions/handle-custom-resource.js';
import { createHandler } from '../runtime/invocation/handler.js';
import { wireCustomResource, wireUnwired } from '../runtime/wiring/wiring.js';

/** Target of the custom resources' service token. Invoked asynchronously, at least once. */
export const handler = createHandler(
  () => wireCustomResource(process.env),
  handleCustomResource,
  wireUnwired(),
);
