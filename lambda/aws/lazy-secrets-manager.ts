import { within } from './response-patience.js';

/**
 * The Secrets Manager client is a separate chunk, loaded when a secret is first read: an ignored event needs no secret.
 */
async function loadSecretsManager() {
  const sdk = await import('./secrets-manager-client.js');
  return { sdk, client: new sdk.SecretsManagerClient(within()) };
}

export type LazySecretsManager = () => ReturnType<typeof loadSecretsManager>;

export function lazySecretsManager(): LazySecretsManager {
  let loading: ReturnType<typeof loadSecretsManager> | undefined;
  return () => {
    loading ??= loadSecretsManager();
    return loading;
  };
}
