/** Constructs of one app whose fixed names would clash in an account: told at synthesis, before a deployment stops halfway. */
import { App, Stack, Stage } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import {
  AtlasMembers,
  AtlasPrivateLinkMember,
  AtlasPrivateLinkMembers,
  type AtlasPrivateLinkMembersProps,
  MemberParts,
} from '../../lib/index.js';
import { HUB } from './member/synthesized-member.js';
import { createLink } from './synthesized-stack.js';

const REGIONS = ['eu-west-1', 'us-east-1'];
const ACCOUNT = '222222222222';
const OTHER = '333333333333';

/** @returns makes a stack of the app in the account and Region; without them, in a place that is known at deployment */
function stacks(app = new App()) {
  let number = 0;
  return (account?: string, region = 'eu-west-1') => {
    number += 1;
    return new Stack(app, `Stack${number}`, account === undefined ? {} : { env: { account, region } });
  };
}

describe('members in one app', () => {
  const member = (stack: Stack, parts = MemberParts.ALL, namespace = 'default', id = 'Member') =>
    new AtlasPrivateLinkMember(stack, id, { hub: { ...HUB, namespace }, parts });

  it('with roles twice in an account, which has one role of a name in all Regions', () => {
    const stack = stacks();
    member(stack(ACCOUNT));
    expect(() => member(stack(ACCOUNT, 'us-east-1'))).toThrow(
      'parts: expected the roles of namespace "default" once in account 222222222222, received "all" although Stack1/Member makes them. Give MemberParts.RULES here, or another namespace to the hub.',
    );
    expect(() => member(stack(ACCOUNT, 'us-east-1'), MemberParts.ROLES)).toThrow('received "roles"');
  });

  it('with rules twice in an account and Region', () => {
    const stack = stacks();
    member(stack(ACCOUNT), MemberParts.RULES);
    expect(() => member(stack(ACCOUNT))).toThrow(
      'parts: expected the rules of namespace "default" once in account 222222222222 in eu-west-1, received "all" although Stack1/Member makes them. Leave out one of them, or give another namespace to the hub.',
    );
  });

  it('twice in one stack, whose account is known only at deployment', () => {
    const one = stacks()();
    member(one);
    expect(() => member(one, MemberParts.ROLES, 'default', 'Second')).toThrow(
      'received "roles" although Stack1/Member makes them',
    );
  });

  it('twice in stages of one account', () => {
    const app = new App();
    const env = { account: ACCOUNT, region: 'eu-west-1' };
    const [first, second] = ['Test', 'Prod'].map((id) => new Stack(new Stage(app, id, { env }), 'Stack'));
    if (first === undefined || second === undefined) throw new Error('No stacks');
    member(first);
    expect(() => member(second)).toThrow('although Test/Stack/Member makes them');
  });

  it('but not what does not clash', () => {
    const stack = stacks();
    member(stack(ACCOUNT));
    expect(() => {
      member(stack(ACCOUNT, 'us-east-1'), MemberParts.RULES);
      member(stack(OTHER));
      member(stack(ACCOUNT), MemberParts.ALL, 'test');
      // Each may be deployed to an account of its own.
      member(stack());
      member(stack());
    }).not.toThrow();
  });
});

describe('StackSets in one app', () => {
  const UNIT = 'ou-ab12-11112222';
  const hub = { ...HUB, regions: REGIONS };
  const members = (stack: Stack, props: Partial<AtlasPrivateLinkMembersProps> = {}, id = 'Members') =>
    new AtlasPrivateLinkMembers(stack, id, { hub, organizationalUnitIds: [UNIT], ...props });

  it('with the same names', () => {
    const stack = stacks();
    members(stack(ACCOUNT));
    expect(() => members(stack(ACCOUNT), { organizationalUnitIds: ['ou-ab12-33334444'] })).toThrow(
      'hub.namespace: expected one AtlasPrivateLinkMembers of a namespace, received "default", whose StackSets Stack1/Members makes under the same names (atlas-privatelink-default-roles, atlas-privatelink-default-rules). Give it all organizational units, or give another namespace to this hub.',
    );
  });

  it('with the same names in one stack, whose account is known only at deployment', () => {
    const one = stacks()();
    members(one);
    expect(() => members(one, {}, 'Second')).toThrow('whose StackSets Stack1/Members makes');
  });

  it('with the same names in the management account, by it and by a delegated administrator', () => {
    const stack = stacks();
    members(stack(ACCOUNT));
    expect(() => members(stack(OTHER), { managementAccountId: ACCOUNT })).toThrow(
      'whose StackSets Stack1/Members makes',
    );
  });

  it('but not of other namespaces, organizations or Regions', () => {
    const stack = stacks();
    members(stack(ACCOUNT));
    expect(() => {
      members(stack(ACCOUNT), { hub: { ...hub, namespace: 'test' } });
      members(stack(OTHER));
      members(stack(ACCOUNT, 'us-east-1'));
      members(stack());
      members(stack());
    }).not.toThrow();
  });

  it('with the account of the stack as the management account of another one', () => {
    expect(() => members(stacks()(ACCOUNT), { managementAccountId: ACCOUNT })).toThrow(
      'managementAccountId: expected the management account of a delegated administrator, received "222222222222", which is the account of the stack. Leave it out if the stack is deployed in the management account; otherwise give the id of that account.',
    );
    expect(() => members(stacks()(ACCOUNT), { managementAccountId: OTHER })).not.toThrow();
    expect(() => members(stacks()(), { managementAccountId: OTHER })).not.toThrow();
  });

  it('with a Region of another partition than the hub', () => {
    for (const region of ['cn-north-1', 'us-gov-west-1']) {
      const foreign = { ...HUB, regions: ['eu-west-1', region] };
      expect(() => members(stacks()(ACCOUNT), { hub: foreign })).toThrow(
        `regions: expected Regions of the partition of eu-west-1, received "${region}", whose events cannot reach the hub. Leave it out, and install a hub of its own there.`,
      );
    }
  });

  it('with a unit twice', () => {
    expect(() => members(stacks()(ACCOUNT), { organizationalUnitIds: [UNIT, UNIT] })).toThrow(
      `organizationalUnitIds: organizational unit "${UNIT}" is listed twice. List each organizational unit once.`,
    );
  });
});

describe('hubs in one app', () => {
  const link = (stack: Stack, namespace?: string) =>
    createLink(
      {
        members: AtlasMembers.organization('o-a1b2c3d4e5', {
          regions: REGIONS,
          ...(namespace === undefined ? {} : { namespace }),
        }),
      },
      stack,
    );

  it('of one namespace in an account', () => {
    const stack = stacks();
    link(stack(ACCOUNT));
    const message =
      'members: expected one hub of a namespace in account 222222222222, received "default", which Stack1/Links has. The role of a member has one name for a namespace, and trusts one hub. Give another one to this hub, such as namespace: "test" in the options of AtlasMembers, or add its Regions and accounts to the members of the first one.';
    expect(() => link(stack(ACCOUNT))).toThrow(message);
    expect(() => link(stack(ACCOUNT, 'us-east-1'))).toThrow(message);
  });

  it('but not of other namespaces or accounts, or where one has no members', () => {
    const stack = stacks();
    link(stack(ACCOUNT));
    expect(() => {
      link(stack(ACCOUNT), 'test');
      link(stack(OTHER));
      createLink({}, stack(ACCOUNT));
      link(stack());
      link(stack());
    }).not.toThrow();
  });
});

describe('Regions and units of members', () => {
  it('of two partitions, whatever the Region of the hub is', () => {
    for (const region of ['cn-north-1', 'us-gov-west-1'])
      expect(() => AtlasMembers.organization('o-a1b2c3d4e5', { regions: ['eu-west-1', region] })).toThrow(
        `AtlasMembers.organization: regions: expected Regions of the partition of eu-west-1, received "${region}", whose events cannot reach the hub. Leave it out, and install a hub of its own there.`,
      );
  });

  it('in a stack of another partition than the hub', () => {
    const stack = stacks()(ACCOUNT, 'us-gov-west-1');
    expect(() => new AtlasPrivateLinkMember(stack, 'Member', { hub: HUB })).toThrow(
      'hub.region: expected a Region of the partition of us-gov-west-1, which is the Region of the stack, received "eu-west-1". Events do not reach another partition: install a hub of its own there.',
    );
  });

  it('with a unit twice, as an id and as a path', () => {
    const units = ['ou-ab12-11112222', 'r-ab12/ou-ab12-11112222/'];
    for (const list of [
      units,
      [...units].reverse(),
      ['o-a1b2c3d4e5/r-ab12/ou-ab12-11112222/', units[1] ?? ''],
    ])
      expect(() => AtlasMembers.organizationalUnits('o-a1b2c3d4e5', list, { regions: REGIONS })).toThrow(
        `AtlasMembers.organizationalUnits: expected each organizational unit once, received "${list[0]}" and "${list[1]}", which are the same. Leave one of them out.`,
      );
    const below = ['r-ab12/ou-ab12-11112222/', 'r-ab12/ou-ab12-11112222/ou-ab12-33334444/'];
    expect(() => AtlasMembers.organizationalUnits('o-a1b2c3d4e5', below, { regions: REGIONS })).not.toThrow();
  });
});
