/**
 * A function with its AWS clients and nothing of ours: the three libraries of the task, imported by name as one imports
 * them, with the commands that the receiver uses. What the start-up of the functions is compared with.
 */

import { Logger } from '@aws-lambda-powertools/logger';
import {
  CreateTagsCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcEndpointServicesCommand,
  DescribeVpcEndpointsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';

const logger = new Logger();
const clients = [new EC2Client({}), new SecretsManagerClient({})];
const commands = [
  CreateTagsCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcEndpointServicesCommand,
  DescribeVpcEndpointsCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
];

export const handler = async (): Promise<void> => {
  const regions = await Promise.all(clients.map(({ config }) => config.region()));
  logger.info('libraries', { regions, commands: commands.length });
};
