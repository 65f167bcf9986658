import { conclude } from '../runtime/conclude-link.js';
import { createHandler } from '../runtime/handler.js';
import { wireConclude } from '../runtime/wiring.js';

/** Last task of the link workflow, and target of the rule on runs that ended without it. */
export const handler = createHandler(() => wireConclude(process.env), conclude);
