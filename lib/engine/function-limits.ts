/** Limits that AWS checks only when a function is deployed, with messages that say what to do. */
import { CfnManagedPolicy, type Role } from 'aws-cdk-lib/aws-iam';
import { Environment } from '../../lambda/contract/environment.js';
import { LAMBDA_ENVIRONMENT_LIMIT_BYTES, MANAGED_POLICIES_LIMIT } from '../../lambda/contract/limits.js';
import { environmentBytes, shortest } from './environment-size.js';

const SECOND_AUTOMATION =
  'use a second AtlasPrivateLink for the rest. Each of the two links and unlinks only what its own registry records name; where their selections overlap, the first one to see an endpoint has it.';

/** @param variables with resolved tokens */
export function environmentIssue(variables: Readonly<Record<string, unknown>>): string | undefined {
  const bytes = environmentBytes(variables, shortest);
  if (bytes <= LAMBDA_ENVIRONMENT_LIMIT_BYTES) return undefined;
  const largest = Object.entries(variables)
    .map(([name, value]) => ({ name, bytes: environmentBytes({ [name]: value }, shortest) }))
    .sort((a, b) => b.bytes - a.bytes)[0];
  return `The environment of the function takes ${bytes} bytes as Lambda measures it (JSON with escaped quotation marks), and Lambda takes ${LAMBDA_ENVIRONMENT_LIMIT_BYTES}. Most of it is ${largest?.name} with ${largest?.bytes} bytes: ${shorterOf(largest?.name)}, or ${SECOND_AUTOMATION}`;
}

function shorterOf(name: string | undefined): string {
  return name === Environment.MEMBERS
    ? 'give AtlasMembers.organization or AtlasMembers.organizationalUnits in place of a list of accounts'
    : 'give a shorter endpointSelection, such as one tag in place of a list of VPCs';
}

/**
 * aws-cdk-lib moves statements that exceed a role's own policy into managed policies, and only warns if there are too
 * many.
 *
 * @param sharedPolicies number of managed policies that the role already has
 */
export function policyIssue(role: Role, sharedPolicies: number): string | undefined {
  const ownPolicies = role.node.findAll().filter((child) => child instanceof CfnManagedPolicy).length;
  const count = ownPolicies + sharedPolicies;
  if (count <= MANAGED_POLICIES_LIMIT) return undefined;
  return `projects: their secrets take ${count} managed policies of the function's role, and IAM takes ${MANAGED_POLICIES_LIMIT}. Let several projects share credentials (one service account of the organization can have the role Project Owner in all of them), or ${SECOND_AUTOMATION}`;
}
