/** The functions, by the names of their entry files in `lambda/handlers` and of their bundles. */
export const HANDLERS = [
  'receive-endpoint-event',
  'poll-link',
  'finalize-link',
  'reconcile-links',
  'handle-custom-resource',
  'provision-target',
] as const;
export type HandlerName = (typeof HANDLERS)[number];
/** Each bundle is `dist/handlers/<name>/index.mjs` (plus chunks); this is the Lambda handler setting. */
export const HANDLER_EXPORT = 'index.handler';
