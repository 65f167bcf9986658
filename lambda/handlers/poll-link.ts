import { createHandler } from '../runtime/handler.js';
import { poll } from '../runtime/poll-link.js';
import { wirePoll } from '../runtime/wiring.js';

/** Task of the link workflow: one poll of Atlas. */
export const handler = createHandler(() => wirePoll(process.env), poll);
