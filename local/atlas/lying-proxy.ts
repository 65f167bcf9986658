/** What stands between a client and Atlas, and answers in its place. Strikes for {@link Faults}. */
import { ApiError, envelope } from './api-error.js';
import type { Strike } from './faults.js';

const PAGE = '<!DOCTYPE html><html><head><title>Gateway</title></head><body><h1>Gateway</h1></body></html>';
const HTML = { 'Content-Type': 'text/html; charset=utf-8' };

function answer(status: number, body = '', headers: Readonly<Record<string, string>> = {}): Strike {
  return { kind: 'answer', status, body, headers };
}

/** Answers that are not Atlas's, as their shape shows. They decide nothing about links and services. */
export const FOREIGN_ANSWERS = {
  'a page with 200': answer(200, PAGE, HTML),
  'an empty object': answer(200, '{}'),
  'an empty 200': answer(200),
  null: answer(200, 'null'),
  'another kind of page of results': answer(200, '{"results":[],"totalCount":0}'),
  'a status document': answer(200, '{"status":"ok"}'),
  'a list of nulls': answer(200, '[null]'),
  'an empty 204': answer(204),
  'JSON that is cut off': {
    kind: 'alter',
    alter: (true_) => ({ ...true_, body: true_.body.slice(0, Math.floor(true_.body.length / 2)) }),
  },
  'a page with 404': answer(404, PAGE, HTML),
  'an empty 404': answer(404),
  "another program's 404": answer(
    404,
    '{"timestamp":"2026-08-10T03:05:00Z","status":404,"error":"Not Found"}',
  ),
  "another gateway's 404": answer(404, '{"message":"no Route matched with those values"}'),
  'a 404 that says nothing of an error': answer(404, '{"error":404}'),
} as const satisfies Readonly<Record<string, Strike>>;

export type ForeignAnswer = keyof typeof FOREIGN_ANSWERS;

/** Answers in Atlas's own shape that are not true any more, or not yet. */
export const STALE_ANSWERS = {
  'an earlier answer': { kind: 'replay' },
  'a link that is not there': answer(
    404,
    envelope(new ApiError(404, 'INTERFACE_ENDPOINT_NOT_FOUND', 'Interface endpoint was not found.')),
  ),
  'a service that is not there': answer(
    404,
    envelope(
      new ApiError(404, 'PRIVATE_ENDPOINT_SERVICE_NOT_FOUND', 'Private endpoint service was not found.'),
    ),
  ),
} as const satisfies Readonly<Record<string, Strike>>;

export type StaleAnswer = keyof typeof STALE_ANSWERS;
