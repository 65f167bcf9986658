/** An AWS account in a Region: where a VPC endpoint is. */
import type { AwsRegion } from '../../../contract/regions.js';

export interface Place {
  /** 12 digits. */
  readonly account: string;
  readonly region: AwsRegion;
}

export function isSamePlace(one: Place, other: Place): boolean {
  return one.account === other.account && one.region === other.region;
}

/** For messages: `111122223333 eu-west-1`. */
export function describePlace({ account, region }: Place): string {
  return `${account} ${region}`;
}
