/** Partitions of AWS, as the names of Regions show them: events and roles do not cross them. */
import { Token } from 'aws-cdk-lib';

/**
 * EventBridge and IAM user guides. Values that are known only at deployment are skipped.
 *
 * @param property that has the Regions
 * @param own Region of the hub
 * @throws Error if a Region is of another partition
 */
export function refuseOtherPartition(property: string, regions: readonly string[], own: string): void {
  const other = regions.find((region) => isOtherPartition(region, own));
  if (other === undefined) return;
  throw new Error(
    `${property}: expected Regions of the partition of ${own}, received "${other}", whose events cannot reach the hub. Leave it out, and install a hub of its own there.`,
  );
}

/** @returns false if one of them is known only at deployment */
export function isOtherPartition(region: string, other: string): boolean {
  if (Token.isUnresolved(region) || Token.isUnresolved(other)) return false;
  return partitionPrefix(region) !== partitionPrefix(other);
}

/** Names of Regions begin with it, except those of the standard partition (AWS General Reference, ARN format). */
function partitionPrefix(region: string): string {
  return ['cn-', 'us-gov-', 'us-iso', 'eu-isoe-', 'eusc-'].find((prefix) => region.startsWith(prefix)) ?? '';
}
