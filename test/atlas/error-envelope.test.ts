import { describe, expect, it } from 'vitest';
import { readErrorEnvelope } from '../../lambda/atlas/error-envelope.js';

const isAtlas = (status: number, body: object | string, headers = {}) =>
  readErrorEnvelope({
    status,
    text: typeof body === 'string' ? body : JSON.stringify(body),
    headers: new Headers(headers),
  }).isAtlas;

describe("Atlas's envelope", () => {
  it.each([
    ['all of it', 403, { error: 403, errorCode: 'USER_UNAUTHORIZED', reason: 'Forbidden', detail: 'No.' }],
    ['a recorded 401 without a code', 401, { error: 401, reason: 'Unauthorized', detail: 'You are not.' }],
    ['a code that is null', 409, { error: 409, errorCode: null, reason: 'Conflict' }],
    ['a code with a detail, and no status', 403, { errorCode: 'USER_UNAUTHORIZED', detail: 'No.' }],
    ['a code with a reason, and no status', 400, { errorCode: 'INVALID_ATTRIBUTE', reason: 'Bad Request' }],
  ])('is recognized with %s', (_, status, body) => {
    expect(isAtlas(status, body)).toBe(true);
  });

  it('is recognized in a challenge without a body', () => {
    expect(isAtlas(401, '', { 'WWW-Authenticate': 'Digest nonce="n"' })).toBe(true);
    expect(isAtlas(401, '')).toBe(false);
  });

  it.each([
    ['a detail alone', 403, { detail: 'Forbidden by proxy' }],
    ['a detail and a reason', 409, { detail: 'conflict', reason: 'Conflict' }],
    ['a code alone', 403, { errorCode: 'FORBIDDEN' }],
    ['a code that is a sentence', 403, { errorCode: 'Blocked by policy', detail: 'No.' }],
    ['the status as text', 403, { error: '403', detail: 'No.' }],
    ['another status', 403, { error: 407, detail: 'No.' }],
    ['a status without a code or a reason, for a 404', 404, { error: 404, detail: 'No.' }],
  ])('is not recognized with %s', (_, status, body) => {
    expect(isAtlas(status, body)).toBe(false);
  });
});
