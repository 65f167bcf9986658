import { executionFinalizer } from '../runtime/functions/execution-finalizer.js';
import { createHandler } from '../runtime/invocation/handler.js';
import { wireConclude } from '../runtime/wiring/wiring.js';

/**
 * Last tasks of the link workflow, target of the rule for executions that ended without them, and the check of open
 * requests.
 */
export const handler = createHandler(() => wireConclude(process.env), executionFinalizer);
