import { provisionTarget } from '../runtime/functions/provision-target.js';
import { createHandler } from '../runtime/invocation/handler.js';
import { wireChange } from '../runtime/wiring/wiring.js';

/** First tasks of the link workflow for a custom resource. */
export const handler = createHandler(() => wireChange(process.env), provisionTarget);
