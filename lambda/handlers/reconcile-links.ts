import { createHandler } from '../runtime/handler.js';
import { reconcileLinks } from '../runtime/reconcile-links.js';
import { wireReconcile } from '../runtime/wiring.js';

/** Task of the reconciliation's state machine: one slice. */
export const handler = createHandler(() => wireReconcile(process.env), reconcileLinks);
