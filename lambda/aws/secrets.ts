import { AtlasError, type AtlasErrorKind } from '../domain/model/errors/atlas-error.js';
import { lazySecretsManager } from './lazy-secrets-manager.js';

/** Reads a secret's current text. The Atlas client caches it. */
export function createSecretReader(
  secretsManager = lazySecretsManager(),
): (secretId: string) => Promise<string> {
  return async (secretId) => {
    try {
      const { sdk, client } = await secretsManager();
      const response = await client.send(new sdk.GetSecretValueCommand({ SecretId: secretId }));
      if (response.SecretString !== undefined) return response.SecretString;
    } catch (error) {
      throw secretError(secretId, error);
    }
    throw new AtlasError(`Secret ${secretId} holds no text.`, {
      kind: 'authentication',
      code: 'SECRET_NOT_TEXT',
      operation: 'read secret',
      advice: 'Store the Atlas credentials as JSON text, not as binary.',
    });
  };
}

/** Errors of Secrets Manager and what to do about them. All other errors may be temporary (throttling, outage). */
const ADVICE: Readonly<Record<string, readonly [kind: AtlasErrorKind, code: string, advice: string]>> = {
  ResourceNotFoundException: [
    'authentication',
    'SECRET_NOT_FOUND',
    'Create the secret in this account and Region, or correct its name in the stack.',
  ],
  AccessDeniedException: [
    'authentication',
    'SECRET_ACCESS_DENIED',
    "Allow the function's role secretsmanager:GetSecretValue on the secret, and kms:Decrypt on its key if that is your own; check the secret's resource policy.",
  ],
  InvalidRequestException: [
    'authentication',
    'SECRET_UNUSABLE',
    'The secret may be scheduled for deletion: restore it, or name another in the stack.',
  ],
  DecryptionFailure: [
    'authentication',
    'SECRET_NOT_DECRYPTABLE',
    "Allow the function's role kms:Decrypt on the key of the secret.",
  ],
};

function secretError(secretId: string, error: unknown): AtlasError {
  const name = error instanceof Error ? error.name : 'unknown error';
  const [kind, code, advice] = ADVICE[name] ?? [
    'unavailable',
    'SECRETS_MANAGER',
    'It is tried again by itself.',
  ];
  // Without the service's own text, which may repeat parts of a policy.
  return new AtlasError(`Secret ${secretId} cannot be read: ${name}.`, {
    kind,
    code,
    operation: 'read secret',
    advice,
  });
}
