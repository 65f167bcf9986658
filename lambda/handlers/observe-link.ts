import { createHandler } from '../runtime/handler.js';
import { observe } from '../runtime/observe-link.js';
import { wireObserve } from '../runtime/wiring.js';

/** Task of the link workflow: one look at Atlas. */
export const handler = createHandler(() => wireObserve(process.env), observe);
