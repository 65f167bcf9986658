import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAtlasClient } from '../../lambda/atlas/atlas-client.js';
import type { Exchange } from '../../lambda/atlas/http-transport.js';
import { VirtualClock } from '../domain/virtual-clock.js';

/**
 * Secrets of 12 characters or more, with everything that can be pasted by mistake: line breaks, null characters, other
 * scripts.
 */
const core = fc.stringMatching(/^[A-Za-z0-9]{6}$/);
const secretText = fc
  .tuple(
    core,
    fc.constantFrom('-', '\n', '\r\n', '\u0000', '\t', '\u00e9', '\u2028', ' ', '"', ':', '\ud83d\ude00'),
    core,
  )
  .map((parts) => ({ text: parts.join(''), halves: [parts[0], parts[2]] }));

/** Ways in which a runtime could expose a request: it repeats the headers in every text. */
const HABITS: readonly ((headers: string) => Promise<Response>)[] = [
  (headers) => Promise.reject(new TypeError(`Headers.append: "${headers}" is an invalid header value.`)),
  (headers) =>
    Promise.reject(
      new TypeError('fetch failed', { cause: Object.assign(new Error(headers), { code: headers }) }),
    ),
  (headers) => Promise.reject(Object.assign(new Error(headers), { name: headers, code: headers })),
  (headers) => Promise.reject(headers),
  (headers) => Promise.resolve(new Response(`<html>${headers}`, { status: 403 })),
  (headers) => Promise.resolve(new Response(headers)),
  (headers) =>
    Promise.resolve(
      Response.json({ error: 403, errorCode: headers, detail: `You sent ${headers}` }, { status: 403 }),
    ),
  (headers) => Promise.resolve(Response.json({ status: headers, id: headers })),
  (headers) => Promise.resolve(Response.json([{ id: headers, status: { headers } }])),
  (headers) =>
    Promise.resolve(Response.json({ error: headers, error_description: headers }, { status: 401 })),
];

/** All texts that loggers may write of an error: message, stack, fields and causes. */
function written(error: unknown): string {
  return `${inspect(error, { depth: 10, showHidden: true })} ${String(error instanceof Error ? error.stack : error)}`;
}

describe('secrets', () => {
  it.each(['api-key', 'service-account'] as const)(
    'of an %s are not part of any error or log text',
    async (kind) => {
      await fc.assert(
        fc.asyncProperty(secretText, fc.nat(HABITS.length - 1), async (secret, habit) => {
          const exchanges: Exchange[] = [];
          const client = createAtlasClient({
            baseUrl: 'https://cloud.mongodb.com',
            projects: [{ projectId: '6a793f63c0eb9e7a177153f5', secretId: 'atlas/keys' }],
            readSecret: async () =>
              JSON.stringify(
                kind === 'api-key'
                  ? { publicKey: 'public', privateKey: secret.text }
                  : { clientId: 'client', clientSecret: secret.text },
              ),
            clock: new VirtualClock(),
            random: () => 0,
            onExchange: (exchange) => exchanges.push(exchange),
            fetch: async (_, init) => HABITS[habit]?.(headersOf(init, secret.text)) ?? new Response(),
          });
          const error = await client
            .listEndpointServices('6a793f63c0eb9e7a177153f5', 'AWS')
            .catch((thrown: unknown) => thrown);
          const texts = written(error) + JSON.stringify(exchanges);
          expect(error).toMatchObject({ name: 'AtlasError' });
          for (const half of secret.halves) expect(texts).not.toContain(half);
          expect(texts).not.toContain(Buffer.from(`client:${secret.text}`).toString('base64'));
        }),
        { numRuns: 200 },
      );
    },
  );
});

/** The authorization header as sent, and the secret itself. */
function headersOf(init: RequestInit | undefined, secret: string): string {
  const { Authorization = '' } = (init?.headers ?? {}) as Record<string, string>;
  return `${Authorization === '' ? 'Digest' : Authorization} ${secret}`;
}
