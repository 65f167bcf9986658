import { reconcileLinks } from '../runtime/functions/reconcile-links.js';
import { createHandler } from '../runtime/invocation/handler.js';
import { wireReconcile } from '../runtime/wiring/wiring.js';

/** Task of the reconciliation's state machine: one slice. */
export const handler = createHandler(() => wireReconcile(process.env), reconcileLinks);
