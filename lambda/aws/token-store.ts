import { createHash } from 'node:crypto';
import type { TokenStorePort } from '../domain/model/ports/token-store.js';
import { lazySecretsManager } from './lazy-secrets-manager.js';

/**
 * A secret of the automation's own.
 *
 * @param onTrouble called with the name of an error; the token is not shared then
 */
export function createTokenStore(
  secretId: string,
  onTrouble: (errorName: string) => void,
  secretsManager = lazySecretsManager(),
): TokenStorePort {
  return {
    async read() {
      try {
        const { sdk, client } = await secretsManager();
        const { SecretString, VersionId } = await client.send(
          new sdk.GetSecretValueCommand({ SecretId: secretId }),
        );
        return { text: SecretString ?? '', version: VersionId ?? '' };
      } catch (error) {
        onTrouble(nameOf(error));
        return undefined;
      }
    },
    async replace(version, text) {
      // The new version is named after the old one: of two that replace the same, Secrets Manager refuses the second.
      const ClientRequestToken = createHash('sha256').update(version).digest('hex');
      try {
        const { sdk, client } = await secretsManager();
        await client.send(
          new sdk.PutSecretValueCommand({ SecretId: secretId, SecretString: text, ClientRequestToken }),
        );
      } catch (error) {
        if (nameOf(error) === 'ResourceExistsException') return false;
        onTrouble(nameOf(error));
      }
      return true;
    },
  };
}

/** Not the service's own text: it may repeat parts of a policy. */
function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown error';
}
