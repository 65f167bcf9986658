import { Construct } from 'constructs';
import { type AtlasHub, knownHub } from '../engine/atlas-hub.js';
import { othersInApp } from '../engine/same-app.js';
import { MemberParts } from './member-parts.js';
import { refuseSecondMember, type StatedMember, validateMember } from './member-props-validation.js';
import { MemberRoles } from './member-roles.js';
import { MemberRules } from './member-rules.js';

/** Props of a member. */
export interface AtlasPrivateLinkMemberProps {
  /** The hub that links the VPC endpoints of this account and Region: `hub` of its `AtlasPrivateLink`. */
  readonly hub: AtlasHub;

  /**
   * Which part to make. The roles have fixed names and are made once in an account: with several Regions, one stack has
   * `MemberParts.ALL`, and that of each further Region `MemberParts.RULES`.
   *
   * @default MemberParts.ALL
   */
  readonly parts?: MemberParts;
}

/**
 * Lets a hub link the VPC endpoints of another account or Region: rules that forward events to the hub, a role with
 * which EventBridge delivers them, and a role that the hub's functions may assume. It has no function, no asset and no
 * secret, and knows nothing of Atlas.
 *
 * The hub has to be deployed first: EventBridge may refuse a target whose bus does not exist.
 */
export class AtlasPrivateLinkMember extends Construct {
  private readonly namespace: string;
  private readonly parts: MemberParts;

  constructor(scope: Construct, id: string, props: AtlasPrivateLinkMemberProps) {
    super(scope, id);
    validateMember(this, props);
    const { hub, parts = MemberParts.ALL } = props;
    const known = knownHub(hub);
    this.namespace = known.namespace;
    this.parts = parts;
    const others = othersInApp(this, (other) => other instanceof AtlasPrivateLinkMember);
    refuseSecondMember(
      this.stated(),
      others.map((other) => other.stated()),
    );
    const roles = parts === MemberParts.RULES ? undefined : new MemberRoles(this, 'Roles', known);
    const rules = parts === MemberParts.ROLES ? undefined : new MemberRules(this, 'Rules', known);
    // An event before the role exists would go to the dead-letter queue.
    if (roles !== undefined) rules?.node.addDependency(roles);
  }
  private stated(): StatedMember {
    return { construct: this, namespace: this.namespace, parts: this.parts };
  }
}
