import type { CfnStackSet } from 'aws-cdk-lib';

/**
 * How a deployment of the StackSets goes through accounts and Regions. It holds for deployments of the stack with the
 * StackSets. Automatic deployment to an account that joins later ignores it: StackSets then deploys to that account in
 * all Regions.
 */
export interface MembersOperation {
  /**
   * Share of the accounts, in each Region, in which the deployment may fail before it stops. It is not 0, because one
   * account whose service control policies refuse the stack would keep all others from being served; and not more,
   * because a failure in many accounts is a failure of the template or of a policy. CloudFormation rounds down: with
   * fewer than ten accounts, the default tolerates none. The deployment is successful although accounts have failed: the
   * StackSet's list of instances names them.
   *
   * @default 10
   */
  readonly failureTolerancePercentage?: number;
  /**
   * Share of the accounts that are deployed at a time; at least one. A mistake reaches a quarter of the accounts before
   * it is noticed, and a hundred accounts take minutes.
   *
   * @default 25
   */
  readonly maxConcurrentPercentage?: number;
  /**
   * Deploy to all Regions at a time, instead of one after the other in the order of `regions`. One after the other, a
   * failure above the tolerance stops the deployment before the Regions that follow.
   *
   * @default false
   */
  readonly regionsInParallel?: boolean;
}

export const DEFAULT_FAILURE_TOLERANCE_PERCENTAGE = 10;
export const DEFAULT_MAX_CONCURRENT_PERCENTAGE = 25;

export function operationPreferences(
  operation: MembersOperation,
  regions: readonly string[],
): CfnStackSet.OperationPreferencesProperty {
  return {
    failureTolerancePercentage: operation.failureTolerancePercentage ?? DEFAULT_FAILURE_TOLERANCE_PERCENTAGE,
    maxConcurrentPercentage: operation.maxConcurrentPercentage ?? DEFAULT_MAX_CONCURRENT_PERCENTAGE,
    // Otherwise, no more accounts than the tolerance and one would be deployed at a time.
    concurrencyMode: 'SOFT_FAILURE_TOLERANCE',
    regionConcurrencyType: (operation.regionsInParallel ?? false) ? 'PARALLEL' : 'SEQUENTIAL',
    regionOrder: [...regions],
  };
}
