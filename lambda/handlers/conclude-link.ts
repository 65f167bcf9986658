import { createHandler } from '../runtime/handler.js';
import { executionFinalizer } from '../runtime/run-concluder.js';
import { wireConclude } from '../runtime/wiring.js';

/** Last tasks of the link workflow, target of the rule on runs that ended without them, and of the look at open requests. */
export const handler = createHandler(() => wireConclude(process.env), executionFinalizer);
