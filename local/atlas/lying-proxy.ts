/** Responses of a proxy that responds instead of Atlas, for use in {@link Faults}. */
import { ApiError, envelope } from './api-error.js';
import type { FaultEffect } from './faults.js';

const PAGE = '<!DOCTYPE html><html><head><title>Gateway</title></head><body><h1>Gateway</h1></body></html>';
const HTML = { 'Content-Type': 'text/html; charset=utf-8' };

function reply(status: number, body = '', headers: Readonly<Record<string, string>> = {}): FaultEffect {
  return { kind: 'response', status, body, headers };
}

/**
 * Responses whose form shows that they are not from Atlas. Clients must not draw conclusions about links and services
 * from them.
 */
export const FOREIGN_RESPONSES = {
  'a page with 200': reply(200, PAGE, HTML),
  'an empty object': reply(200, '{}'),
  'an empty 200': reply(200),
  null: reply(200, 'null'),
  'another kind of page of results': reply(200, '{"results":[],"totalCount":0}'),
  'a status document': reply(200, '{"status":"ok"}'),
  'a list of nulls': reply(200, '[null]'),
  'an empty 204': reply(204),
  'JSON that is cut off': {
    kind: 'alter',
    alter: (true_) => ({ ...true_, body: true_.body.slice(0, Math.floor(true_.body.length / 2)) }),
  },
  'a page with 404': reply(404, PAGE, HTML),
  'an empty 404': reply(404),
  "another program's 404": reply(
    404,
    '{"timestamp":"2026-08-10T03:05:00Z","status":404,"error":"Not Found"}',
  ),
  "another gateway's 404": reply(404, '{"message":"no Route matched with those values"}'),
  'a 404 that says nothing of an error': reply(404, '{"error":404}'),
} as const satisfies Readonly<Record<string, FaultEffect>>;

export type ForeignResponse = keyof typeof FOREIGN_RESPONSES;

/** Responses in Atlas's form that are outdated or premature. */
export const STALE_RESPONSES = {
  'an earlier answer': { kind: 'replay' },
  'a link that is not there': reply(
    404,
    envelope(new ApiError(404, 'INTERFACE_ENDPOINT_NOT_FOUND', 'Interface endpoint was not found.')),
  ),
  'a service that is not there': reply(
    404,
    envelope(
      new ApiError(404, 'PRIVATE_ENDPOINT_SERVICE_NOT_FOUND', 'Private endpoint service was not found.'),
    ),
  ),
} as const satisfies Readonly<Record<string, FaultEffect>>;

export type StaleResponse = keyof typeof STALE_RESPONSES;
