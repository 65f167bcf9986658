/** The only file that imports the STS SDK, so that functions of an automation without members do not load it. */
export { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
