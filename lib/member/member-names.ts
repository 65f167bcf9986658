/** ARNs of what a hub and its members have by name. */
import { Aws, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { forwarderRoleName, hubBusName } from '../../lambda/contract/members.js';
import type { KnownHub } from '../engine/atlas-hub.js';

/** The partition is that of the member: no event crosses partitions. */
export function hubBusArn({ account, region, namespace }: KnownHub): string {
  return `arn:${Aws.PARTITION}:events:${region}:${account}:event-bus/${hubBusName(namespace)}`;
}

/** In the account of the stack. */
export function forwarderRoleArn(scope: IConstruct, namespace: string): string {
  return Stack.of(scope).formatArn({
    service: 'iam',
    region: '',
    resource: 'role',
    resourceName: forwarderRoleName(namespace),
  });
}
