import { createHandler } from '../runtime/handler.js';
import { poll } from '../runtime/observe-link.js';
import { wirePoll } from '../runtime/wiring.js';

/** Task of the link workflow: one look at Atlas. */
export const handler = createHandler(() => wirePoll(process.env), poll);
