/**
 * The baseline of the start-up measurements: a function with only the three required libraries, imported by name, and
 * the commands that the receiver uses.
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
