import { Permissions } from '../iam/permissions.js';
import { Roles } from '../iam/roles.js';

/** EC2's error code in a disabled Region. Each of the other APIs has only one code. */
export type Ec2RegionRefusal = 'AuthFailure' | 'OptInRequired';

/** The parts of an account that are the same in all Regions: IAM, and which Regions are enabled. */
export class AwsAccount {
  readonly permissions = new Permissions();
  readonly roles = new Roles();
  private readonly switchedOff = new Map<string, Ec2RegionRefusal>();

  constructor(readonly id: string) {}

  switchRegionOff(region: string, ec2: Ec2RegionRefusal = 'AuthFailure'): void {
    this.switchedOff.set(region, ec2);
  }

  switchRegionOn(region: string): void {
    this.switchedOff.delete(region);
  }

  /** Undefined if the Region is enabled. */
  refusalIn(region: string): Ec2RegionRefusal | undefined {
    return this.switchedOff.get(region);
  }
}
