import { receiveEndpointEvent } from '../runtime/functions/receive-endpoint-event.js';
import { createHandler } from '../runtime/invocation/handler.js';
import { wireReceive } from '../runtime/wiring/wiring.js';

/** Target of the rule on `CreateVpcEndpoint`. Invoked asynchronously, at least once. */
export const handler = createHandler(() => wireReceive(process.env), receiveEndpointEvent);
