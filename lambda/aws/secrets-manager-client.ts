/** The only file that imports the Secrets Manager SDK. It imports by name, so that the bundler omits the rest. */
export {
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
