import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, vi } from 'vitest';
import { STANDARD_RESPONSE } from '../../lambda/aws/response-patience.js';

const SHORTENED = { connectMilliseconds: 100, responseMilliseconds: 200 };

/**
 * Has the SDK clients of a test file call a server that accepts connections and does not answer, with shorter limits.
 * The limits are changed in place: a mock of their module would not apply to what an earlier file has imported.
 */
export function useSilentServer(): void {
  const server = createServer(() => undefined);
  const limits = { ...STANDARD_RESPONSE };
  beforeAll(async () => {
    Object.assign(STANDARD_RESPONSE, SHORTENED);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    vi.stubEnv('AWS_REGION', 'eu-west-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'one');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'two');
  });
  afterAll(async () => {
    Object.assign(STANDARD_RESPONSE, limits);
    vi.unstubAllEnvs();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
}
