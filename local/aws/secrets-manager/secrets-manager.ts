import type { ApiActions } from '../actions/api-action.js';
import { AwsError } from '../protocol/aws-error.js';
import type { SecretValues } from './secret-values.js';

/** Stores on which the API operates. */
export interface SecretsManagerStores {
  readonly secrets: SecretValues;
}

export const SECRETS_MANAGER_ACTIONS: ApiActions<SecretsManagerStores> = {
  'secretsmanager:GetSecretValue': ({ input, authorize }, { secrets }) => {
    const found = secrets.find(String(input.SecretId));
    authorize(found?.arn ?? `${String(input.SecretId)}-A1b2C3`);
    if (found === undefined)
      throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    return { ARN: found.arn, Name: found.name, SecretString: found.value, VersionId: found.versionId };
  },
  'secretsmanager:PutSecretValue': ({ input, authorize }, { secrets }) => {
    const { SecretId, SecretString, ClientRequestToken } = input;
    const found = secrets.find(String(SecretId));
    authorize(found?.arn ?? `${String(SecretId)}-A1b2C3`);
    if (found === undefined)
      throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    // A repeated version id creates no version, so it is not an update.
    if (!secrets.hasVersion(found.name, String(ClientRequestToken)) && !secrets.updates.take(found.name))
      throw new AwsError(
        'LimitExceededException',
        'The request would exceed the quota of versions of a secret.',
      );
    if (!secrets.putVersion(found.name, String(ClientRequestToken), String(SecretString)))
      throw new AwsError('ResourceExistsException', 'A version of this name exists with another value.');
    return { ARN: found.arn, Name: found.name, VersionId: ClientRequestToken };
  },
};
