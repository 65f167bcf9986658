/** The libraries of `libraries-alone.ts` with all their exports. */
export * as logger from '@aws-lambda-powertools/logger';
export * as ec2 from '@aws-sdk/client-ec2';
export * as secretsManager from '@aws-sdk/client-secrets-manager';
