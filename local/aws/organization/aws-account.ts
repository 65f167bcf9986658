import { Permissions } from '../iam/permissions.js';
import { Roles } from '../iam/roles.js';

/** What EC2 answers in a Region that is switched off; the other APIs have one answer each. */
export type Ec2RegionRefusal = 'AuthFailure' | 'OptInRequired';

/** What an account has in all of its Regions alike: IAM, and which Regions are switched on. */
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

  /** Undefined where the Region is switched on. */
  refusalIn(region: string): Ec2RegionRefusal | undefined {
    return this.switchedOff.get(region);
  }
}
