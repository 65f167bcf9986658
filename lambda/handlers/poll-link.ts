import { poll } from '../runtime/functions/poll-link.js';
import { createHandler } from '../runtime/invocation/handler.js';
import { wirePoll } from '../runtime/wiring/wiring.js';

/** Task of the link workflow: one poll of Atlas. */
export const handler = createHandler(() => wirePoll(process.env), poll);
