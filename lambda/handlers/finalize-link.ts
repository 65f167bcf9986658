import { executionFinalizer } from '../runtime/execution-finalizer.js';
import { createHandler } from '../runtime/handler.js';
import { wireConclude } from '../runtime/wiring.js';

/** Last tasks of the link workflow, target of the rule on executions that ended without them, and of the poll of open requests. */
export const handler = createHandler(() => wireConclude(process.env), executionFinalizer);
