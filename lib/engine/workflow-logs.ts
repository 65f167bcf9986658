import { Aws, Fn, Names } from 'aws-cdk-lib';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

/**
 * Log group of a state machine. Its prefix keeps it out of CloudWatch's resource policies: an account has ten, each
 * with up to 5120 characters. The id of the stack makes the name unique, because the group outlives its stack.
 */
export function workflowLogs(scope: Construct, retention: RetentionDays): LogGroup {
  const name = Names.uniqueResourceName(scope, { maxLength: 120, separator: '-' });
  const stackGuid = Fn.select(2, Fn.split('/', Aws.STACK_ID));
  return new LogGroup(scope, 'Logs', {
    logGroupName: `/aws/vendedlogs/states/${name}-${stackGuid}`,
    retention,
  });
}
