import { AwsError } from '../aws-server.js';
import type { ApiActions } from './api-action.js';

export const SECRETS_MANAGER_ACTIONS: ApiActions = {
  'secretsmanager:GetSecretValue': ({ input, authorize }, { secrets }) => {
    const found = secrets.find(String(input.SecretId));
    authorize(found?.arn ?? `${String(input.SecretId)}-A1b2C3`);
    if (found === undefined)
      throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    return { ARN: found.arn, Name: found.name, SecretString: found.value };
  },
};
