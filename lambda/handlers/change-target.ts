import { changeTarget } from '../runtime/change-target.js';
import { createHandler } from '../runtime/handler.js';
import { wireChange } from '../runtime/wiring.js';

/** First tasks of the link workflow for a custom resource. */
export const handler = createHandler(() => wireChange(process.env), changeTarget);
