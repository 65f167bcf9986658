/** What poll-link cannot do without, and nothing else: the floor that its bundle is compared with. */

import { Logger } from '@aws-lambda-powertools/logger';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

const logger = new Logger();
const client = new SecretsManagerClient({});

export const handler = async (): Promise<void> => {
  logger.info('region', { region: await client.config.region() });
};
