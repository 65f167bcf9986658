import { createHash } from 'node:crypto';
import type { TokenStorePort } from '../domain/model/ports/token-store.js';
import { lazySecretsManager } from './lazy-secrets-manager.js';

/**
 * Uses a secret that belongs to the automation.
 *
 * @param onTrouble called with the name of an error, in which case the token is not shared
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
      // The new version's id is derived from the old one: if two containers replace the same version, Secrets Manager
      // refuses the second.
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

/** Without the service's own text, which may repeat parts of a policy. */
function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown error';
}
