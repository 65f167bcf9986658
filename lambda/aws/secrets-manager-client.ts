/** The only file that imports the Secrets Manager SDK, by name, so that the bundler can leave the rest out. */
export {
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
