import { createHandler } from '../runtime/handler.js';
import { provisionTarget } from '../runtime/provision-target.js';
import { wireChange } from '../runtime/wiring.js';

/** First tasks of the link workflow for a custom resource. */
export const handler = createHandler(() => wireChange(process.env), provisionTarget);
