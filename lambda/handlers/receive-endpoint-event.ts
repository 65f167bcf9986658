import { createHandler } from '../runtime/handler.js';
import { receiveEndpointEvent } from '../runtime/receive-endpoint-event.js';
import { wireReceive } from '../runtime/wiring.js';

/** Target of the rule on `CreateVpcEndpoint`. Invoked asynchronously, at least once. */
export const handler = createHandler(() => wireReceive(process.env), receiveEndpointEvent);
