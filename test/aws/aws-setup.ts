import { vi } from 'vitest';
import { AwsServer } from '../../local/aws/aws-server.js';
import type { AwsCall } from '../../local/aws/protocol/aws-call.js';
import { whenDone } from '../scenarios/open-worlds.js';

/** A local AWS with the given responses, which the SDK clients find by the endpoint variables. */
export async function setUpAws(perform: (call: AwsCall) => unknown): Promise<AwsServer> {
  const server = await new AwsServer({ perform, kill: () => undefined, now: () => Date.now() }).start();
  whenDone({
    close() {
      vi.unstubAllEnvs();
      return server.close();
    },
  });
  vi.stubEnv('AWS_ENDPOINT_URL', server.url);
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'LOCAL');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
  return server;
}
