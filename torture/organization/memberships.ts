/** Which accounts are members of the hub, and since when. */
import { forwarderRoleName, membersPath } from '../../lambda/contract/members.js';
import type { Place } from '../../local/aws/protocol/place.js';
import type { OrganizationWorld } from '../../local/organization-world.js';
import { type MemberTrouble, roleArnOf } from './member-trouble.js';
import { FIRST, HUB, isHome, LATE, type OrganizationRules, SECOND, UNIT } from './organization-setting.js';
import { NAMESPACES } from './organization-synthesis.js';

/** How an account stops to be a member. */
export interface Leave {
  /** The account leaves the organization, or the unit whose accounts have member stacks. */
  readonly what: 'organization' | 'unit';
  /** Somebody makes the role again after its stack was deleted, with all permissions. */
  readonly keepsRole: boolean;
}

/** Longer than StackSets take to follow the organization. */
const STACKS_FOLLOW_SECONDS = 600;
const EVERYTHING = { Effect: 'Allow', Action: '*', Resource: '*' } as const;

export class Memberships {
  /** By account; the first is the state at the beginning. */
  private readonly changes = new Map<string, { readonly at: number; readonly isMember: boolean }[]>();
  private readonly keptRoles = new Map<string, () => void>();
  /** Accounts that will return. */
  private readonly absent = new Set<string>();

  constructor(
    private readonly rules: OrganizationRules,
    private readonly world: OrganizationWorld,
    private readonly trouble: MemberTrouble,
  ) {
    for (const account of [HUB, FIRST, SECOND, LATE])
      this.changes.set(account, [{ at: world.time.now(), isMember: this.isMember(account) }]);
  }

  join(account: string): void {
    if (!this.canHaveStacks(account)) return;
    this.keptRoles.get(account)?.();
    this.keptRoles.delete(account);
    this.world.join(account, UNIT);
    this.note(account);
  }

  leave(account: string, { what, keepsRole }: Leave): void {
    if (this.unitOf(account) !== UNIT) return;
    const kept = NAMESPACES.flatMap((namespace) => {
      const role = this.world.cloud.account(account).roles.get(roleArnOf(account, namespace));
      return role === undefined ? [] : [role];
    });
    if (what === 'organization') this.world.leave(account);
    else this.world.join(account);
    this.note(account);
    if (!keepsRole) return;
    this.world.time.after(STACKS_FOLLOW_SECONDS, () => {
      const { roles, permissions } = this.world.cloud.account(account);
      if (this.unitOf(account) === UNIT) return;
      for (const { arn, trust, tags, maxSessionSeconds } of kept) {
        if (roles.get(arn) !== undefined) continue;
        roles.create({ arn, trust: trust.statements, tags, maxSessionSeconds });
        const detach = permissions.attach(arn, [EVERYTHING]);
        const before = this.keptRoles.get(account);
        this.keptRoles.set(account, () => {
          before?.();
          detach();
          roles.delete(arn);
        });
      }
    });
  }

  leaveForATime(account: string, how: Leave, seconds: number): void {
    this.leave(account, how);
    this.absent.add(account);
    this.world.time.after(seconds, () => this.endAbsence(account));
  }

  endAbsences(): void {
    for (const account of this.absent) this.endAbsence(account);
  }

  private endAbsence(account: string): void {
    if (this.absent.delete(account)) this.join(account);
  }

  /** True if the hub may enter the account at this time, or could a moment ago. */
  wasMember(account: string, from: number, until: number): boolean {
    const changes = this.changes.get(account) ?? [];
    return changes.some(({ at, isMember }, index) => {
      const endedAt = changes[index + 1]?.at ?? Number.POSITIVE_INFINITY;
      return isMember && at <= until && from <= endedAt;
    });
  }

  /** True if the hub is to serve the place from now on: it knows the member, and can enter it. */
  isServed(place: Place): boolean {
    if (isHome(place)) return true;
    const { account } = place;
    const { roles } = this.world.cloud.account(account);
    if (!this.isMember(account) || roles.get(roleArnOf(account, NAMESPACES[0])) === undefined) return false;
    return this.rules.membership === 'accounts' || this.sendsHeartbeats(place) || this.isKnown(place);
  }

  /** True if rules and the forwarder's role are there. */
  private sendsHeartbeats({ account, region }: Place): boolean {
    const { bus } = this.world.place(account, region).aws;
    const forwarder = `arn:aws:iam::${account}:role/${forwarderRoleName(NAMESPACES[0])}`;
    const hasRole = this.world.cloud.account(account).roles.get(forwarder) !== undefined;
    return hasRole && bus.rules.some(({ schedule }) => schedule !== undefined);
  }

  private isKnown({ account, region }: Place): boolean {
    const { parameters } = this.world.home.aws;
    return parameters.get(`${membersPath(NAMESPACES[0])}/${account}/${region}`) !== undefined;
  }

  private isMember(account: string): boolean {
    const { organization } = this.world;
    switch (this.rules.membership) {
      case 'accounts':
        return true;
      case 'organization':
        return organization.has(account);
      case 'units':
        return this.unitOf(account) === UNIT;
    }
  }

  private note(account: string): void {
    const change = { at: this.world.time.now(), isMember: this.isMember(account) };
    this.changes.set(account, [...(this.changes.get(account) ?? []), change]);
    this.trouble.noteChange(account, STACKS_FOLLOW_SECONDS);
  }

  private unitOf(account: string): string | undefined {
    return this.world.organization.accountsIn(UNIT).includes(account) ? UNIT : undefined;
  }

  /** Roles and rules that were left in the account when it left the organization would make new stacks fail. */
  private canHaveStacks(account: string): boolean {
    if (this.rules.deletesAfterLeaving || this.unitOf(account) === UNIT) return true;
    return this.changes.get(account)?.length === 1;
  }
}
