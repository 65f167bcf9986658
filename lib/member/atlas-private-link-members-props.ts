import type { AtlasHub } from '../engine/atlas-hub.js';
import type { MembersOperation } from './members-operation.js';

/** Props of the members of an organization. */
export interface AtlasPrivateLinkMembersProps {
  /**
   * The hub that links the members' VPC endpoints: `hub` of its `AtlasPrivateLink`. In another stack than the hub's, the
   * hub's stack needs an `env` with account and Region, because references would be those of the stack with the
   * StackSets.
   */
  readonly hub: AtlasHub;

  /**
   * Ids of the organizational units whose accounts become members, such as `ou-ab12-11112222`, or that of the root, such
   * as `r-ab12`. Units below them are included. StackSets never deploys to the management account: give it the template
   * as a stack of its own.
   */
  readonly organizationalUnitIds: string[];

  /**
   * Regions of the members' VPC endpoints, in the order in which they are deployed. A Region that is not enabled in an
   * account fails there.
   *
   * @default - the Regions of the hub's `members`
   */
  readonly regions?: string[];

  /**
   * Id of the organization's management account, if the stack is deployed in another account, which has to be a
   * delegated administrator for StackSets. StackSets keeps the StackSets of a delegated administrator in the management
   * account, and the order of automatic deployments names them by their ARNs. The account of the stack itself is refused.
   *
   * @default - the stack is deployed in the management account
   */
  readonly managementAccountId?: string;

  /**
   * How a deployment goes through accounts and Regions.
   *
   * @default - a quarter of the accounts at a time, Region by Region, with a tenth of the accounts that may fail
   */
  readonly operation?: MembersOperation;
}
