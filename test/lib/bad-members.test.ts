import { App, Aws, CfnParameter, Stack, Token } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import {
  AtlasMembers,
  type AtlasMembersOptions,
  AtlasPrivateLinkMember,
  AtlasPrivateLinkMembers,
  AtlasPrivateLinkProvider,
  MemberParts,
} from '../../lib/index.js';
import { HUB } from './member/synthesized-member.js';
import { createLink, newStack, requiredProps } from './synthesized-stack.js';

// biome-ignore lint/suspicious/noExplicitAny: what the compiler would refuse is the subject.
type Any = any;

const regions = ['eu-west-1'];
const ORGANIZATION = 'o-a1b2c3d4e5';
const accounts = (ids: Any, options: Any = { regions }) => AtlasMembers.accounts(ids, options);
const organization = (options: Any, id: Any = ORGANIZATION) => AtlasMembers.organization(id, options);
const units = (list: Any) => AtlasMembers.organizationalUnits(ORGANIZATION, list, { regions });

describe('members that cannot be right are refused, with what to do', () => {
  it.each<[string, () => unknown, string]>([
    [
      'no account',
      () => accounts([]),
      'AtlasMembers.accounts: expected at least one account, received none. Leave out members to serve the own account and Region alone.',
    ],
    [
      'an account id of 11 digits',
      () => accounts(['12345678901']),
      'AtlasMembers.accounts: expected account ids of 12 digits, received "12345678901".',
    ],
    ['an account id that is a number', () => accounts([111122223333]), '12 digits, received 111122223333.'],
    [
      'an account twice',
      () => accounts(['222222222222', '333333333333', '222222222222']),
      'AtlasMembers.accounts: account "222222222222" is listed twice. List each account once.',
    ],
    [
      'no list',
      () => accounts('222222222222'),
      'expected a list with each account, received "222222222222".',
    ],
    [
      'a list that is known only at deployment',
      () => accounts(Token.asList({ Ref: 'Accounts' })),
      'Give its items, such as [Fn.select(0, list), Fn.select(1, list)].',
    ],
    [
      'no options',
      () => accounts(['222222222222'], null),
      'AtlasMembers.accounts: options: expected props with regions, received nothing.',
    ],
    [
      'no Regions',
      () => organization({ regions: [] }),
      'AtlasMembers.organization: regions: expected at least one Region, received none. Name the Regions that the members have VPC endpoints in.',
    ],
    [
      'a Region that is none',
      () => organization({ regions: ['Ireland'] }),
      'AtlasMembers.organization: regions: expected an AWS Region such as eu-west-1, received "Ireland".',
    ],
    ["a Region in Atlas's spelling", () => organization({ regions: ['EU_WEST_1'] }), 'received "EU_WEST_1".'],
    ['an Availability Zone', () => organization({ regions: ['eu-west-1a'] }), 'received "eu-west-1a".'],
    [
      'a Region twice',
      () => organization({ regions: ['eu-west-1', 'eu-west-1'] }),
      'Region "eu-west-1" is listed twice.',
    ],
    [
      'a namespace with other characters',
      () => organization({ regions, namespace: 'Test_1' }),
      'AtlasMembers.organization: namespace: expected a namespace of 1 to 32 lower-case letters, digits and hyphens, beginning with a letter, received "Test_1".',
    ],
    [
      'a namespace that is too long for the names of rules',
      () => organization({ regions, namespace: 'n'.repeat(33) }),
      'expected a namespace of 1 to 32',
    ],
    ['an empty namespace', () => organization({ regions, namespace: '' }), 'received an empty text.'],
    [
      'an organization id that is none',
      () => organization({ regions }, 'r-ab12'),
      'AtlasMembers.organization: expected the id of an organization, such as o-a1b2c3d4e5, received "r-ab12".',
    ],
    [
      'an organization id that is too short',
      () => organization({ regions }, 'o-a1b2c3'),
      'received "o-a1b2c3".',
    ],
    [
      'no unit',
      () => units([]),
      'AtlasMembers.organizationalUnits: expected at least one organizational unit, received none. Use AtlasMembers.organization to serve all accounts.',
    ],
    [
      'a unit id that is none',
      () => units(['ou-1']),
      'expected ids or paths of organizational units, such as ou-ab12-11112222 or r-ab12/ou-ab12-11112222/, received "ou-1".',
    ],
    ['the name of a unit', () => units(['Production']), 'received "Production".'],
    [
      'a unit of another organization',
      () => units(['o-zzzzzzzzzz/r-ab12/ou-ab12-11112222/']),
      'expected units of the organization "o-a1b2c3d4e5", received "o-zzzzzzzzzz/r-ab12/ou-ab12-11112222/".',
    ],
    [
      'what are no members',
      () => createLink({ members: ['222222222222'] as Any }),
      "members: expected AtlasMembers, such as AtlasMembers.organization('o-a1b2c3d4e5', { regions: ['eu-west-1'] }), received a list of 1.",
    ],
    [
      'the hub itself as the only member',
      () => createLink({ members: accounts(['111122223333']) }, newStack('111122223333')),
      "members: expected accounts or Regions besides the hub's own, received only account 111122223333 in eu-west-1, which is the hub itself.",
    ],
  ])('%s', (_, make, message) => {
    expect(make).toThrow(message);
  });

  it.each<[string, Any, AtlasMembersOptions]>([
    ["the hub's account, in another Region", ['111122223333'], { regions: ['us-east-1'] }],
    ['another account', ['222222222222'], { regions }],
    ['Regions to come', ['222222222222'], { regions: ['eu-west-9'] }],
  ])('but not: %s', (_, ids, options) => {
    expect(() => createLink({ members: accounts(ids, options) }, newStack('111122223333'))).not.toThrow();
  });

  it.each(['us-gov-west-1', 'cn-north-1', 'eusc-de-east-1'])(
    'a Region of another partition: %s',
    (region) => {
      const members = organization({ regions: [region] });
      expect(() => createLink({ members }, newStack('111122223333'))).toThrow(
        `members: expected Regions of the partition of eu-west-1, received "${region}", whose events cannot reach the hub.`,
      );
    },
  );

  it('but not Regions of the partition of the hub', () => {
    const env = { account: '111122223333', region: 'us-gov-west-1' };
    const members = organization({ regions: ['us-gov-west-1', 'us-gov-east-1'] });
    expect(() => createLink({ members }, new Stack(new App(), 'Hub', { env }))).not.toThrow();
  });

  it('but not what is known only at deployment', () => {
    const token = Token.asString({ Ref: 'Given' });
    const options = { regions: [token], namespace: 'test' };
    expect(() =>
      createLink({ members: accounts([token, Token.asString({ Ref: 'Other' })], options) }),
    ).not.toThrow();
    expect(() => organization({ regions }, token)).not.toThrow();
    expect(() => AtlasMembers.organizationalUnits(token, [token], { regions })).not.toThrow();
  });
});

describe('a member that cannot be right is refused, with what to do', () => {
  const member =
    (props: Any, stack = newStack('222222222222')) =>
    () =>
      new AtlasPrivateLinkMember(stack, 'Member', props);

  it.each<[string, Any, string]>([
    ['no props', undefined, 'AtlasPrivateLinkMember: expected props with hub, received nothing.'],
    [
      'no hub',
      {},
      'hub: expected a hub, { account, region }, such as the hub of an AtlasPrivateLink with members',
    ],
    [
      'a hub without account',
      { hub: { region: 'eu-west-1' } },
      'hub.account: expected account ids of 12 digits',
    ],
    [
      'a hub in a Region that is none',
      { hub: { ...HUB, region: 'EU_WEST_1' } },
      'hub.region: expected an AWS Region such as eu-west-1, received "EU_WEST_1".',
    ],
    [
      'a namespace that is none',
      { hub: { ...HUB, namespace: 'a b' } },
      'hub.namespace: expected a namespace of',
    ],
    [
      'an organization that is none',
      { hub: { ...HUB, organizationId: 'x' } },
      'hub.organizationId: expected',
    ],
    [
      'tag keys that are no list',
      { hub: { ...HUB, tagKeys: 'atlas' } },
      'hub.tagKeys: expected a list of tag keys',
    ],
    [
      'a part that is none',
      { hub: HUB, parts: 'queue' },
      'parts: expected MemberParts.ALL, MemberParts.ROLES or MemberParts.RULES, received "queue".',
    ],
  ])('%s', (_, props, message) => {
    expect(member(props)).toThrow(message);
  });

  it('the hub itself', () => {
    expect(member({ hub: HUB }, newStack('111122223333'))).toThrow(
      "hub: expected the hub of another account or Region, received account 111122223333 in eu-west-1, which is the stack's own. The hub serves that place itself: leave out the member there, or make MemberParts.ROLES alone",
    );
    expect(member({ hub: HUB, parts: MemberParts.ROLES }, newStack('111122223333'))).not.toThrow();
    expect(member({ hub: { ...HUB, region: 'us-east-1' } }, newStack('111122223333'))).not.toThrow();
  });

  it.each(['account', 'region'])("a hub whose %s would become the member's own", (name) => {
    const own = { account: Aws.ACCOUNT_ID, region: Aws.REGION }[name];
    expect(member({ hub: { ...HUB, [name]: own } })).toThrow(
      `hub.${name}: expected the ${name} of the hub, received a reference to the ${name} of whichever stack uses it, here the member's own. Give the stack of the hub an env`,
    );
  });

  it('a Region that the hub does not serve, which would never be heard', () => {
    const hub = { ...HUB, regions: ['us-east-1'] };
    expect(member({ hub })).toThrow(
      'hub.regions: expected the Region of the stack, eu-west-1, among the Regions that the hub serves, received "us-east-1". Add it to the regions of the hub\'s members as well',
    );
    expect(member({ hub, parts: MemberParts.ROLES })).not.toThrow();
    expect(member({ hub: { ...HUB, regions: ['us-east-1', 'eu-west-1'] } })).not.toThrow();
    expect(
      member({ hub: { ...HUB, regions: ['us-east-1', Token.asString({ Ref: 'Given' })] } }),
    ).not.toThrow();
    expect(member({ hub }, new Stack(new App(), 'Anywhere'))).not.toThrow();
    expect(member({ hub: { ...HUB, regions: 'eu-west-1' } })).toThrow('hub.regions: expected a list');
  });

  it('the hub of a stack whose place is not known, in the stack of a member', () => {
    const app = new App();
    const members = AtlasMembers.organization(ORGANIZATION, { regions });
    const { hub } = createLink({ members }, new Stack(app, 'Hub'));
    expect(member({ hub }, new Stack(app, 'Member'))).toThrow('hub.account: expected the account of the hub');
  });

  it('but not the parameter of a template', () => {
    const stack = new Stack(new App(), 'Test');
    const account = new CfnParameter(stack, 'HubAccount').valueAsString;
    expect(member({ hub: { ...HUB, account } }, stack)).not.toThrow();
  });
});

describe('StackSets that cannot be right are refused, with what to do', () => {
  const hub = { ...HUB, regions };
  const required = { hub, organizationalUnitIds: ['ou-ab12-11112222'] };
  const members = (props: Any) => () => new AtlasPrivateLinkMembers(newStack(), 'Members', props);

  it.each<[string, Any, string]>([
    [
      'no props',
      undefined,
      'AtlasPrivateLinkMembers: expected props with hub and organizationalUnitIds, received nothing.',
    ],
    [
      'no units',
      { hub, organizationalUnitIds: [] },
      'organizationalUnitIds: expected at least one organizational unit, received none. Give the id of the root, such as r-ab12',
    ],
    [
      'a path in place of an id',
      { hub, organizationalUnitIds: ['r-ab12/ou-ab12-11112222/'] },
      'organizationalUnitIds: expected the id of an organizational unit or of the root, such as ou-ab12-11112222 or r-ab12, received "r-ab12/',
    ],
    [
      'no Regions',
      { ...required, hub: HUB },
      'regions: expected at least one Region, received none. Name the Regions that the members have VPC endpoints in',
    ],
    [
      'a Region that the hub does not serve',
      { ...required, regions: ['us-east-1'] },
      'regions: expected Regions that the hub serves (eu-west-1), received "us-east-1". Add it to the regions of the hub\'s members as well.',
    ],
    [
      'a hub that is none',
      { ...required, hub: { ...hub, account: '1' } },
      'hub.account: expected account ids',
    ],
    [
      'a management account that is none',
      { ...required, managementAccountId: 'management' },
      'managementAccountId: expected account ids of 12 digits, received "management".',
    ],
    [
      'a tolerance above all accounts',
      { ...required, operation: { failureTolerancePercentage: 101 } },
      'operation.failureTolerancePercentage: expected a whole number from 0 to 100, received 101.',
    ],
    [
      'no account at a time',
      { ...required, operation: { maxConcurrentPercentage: 0 } },
      'operation.maxConcurrentPercentage: expected a whole number from 1 to 100, received 0.',
    ],
  ])('%s', (_, props, message) => {
    expect(members(props)).toThrow(message);
    expect(members(required)).not.toThrow();
  });
});

describe('accounts and Regions of a project that cannot be right are refused, with what to do', () => {
  const [project] = requiredProps().projects;
  const served = AtlasMembers.accounts(['222222222222'], { regions: ['us-east-1'] });
  const link =
    (places: Any, members: AtlasMembers | undefined = served) =>
    () =>
      createLink(
        { projects: [{ ...project, ...places }], ...(members === undefined ? {} : { members }) },
        newStack('111122223333'),
      );

  it.each<[string, Any, string]>([
    [
      'no account',
      { accounts: [] },
      'projects.0.accounts: expected at least one account, received none. Leave it out to allow all accounts',
    ],
    [
      'an account that is none',
      { accounts: ['production'] },
      'projects.0.accounts: expected account ids of 12 digits',
    ],
    [
      'an account twice',
      { accounts: ['222222222222', '222222222222'] },
      'projects.0.accounts: account "222222222222" is listed twice.',
    ],
    ['no Region', { regions: [] }, 'projects.0.regions: expected at least one Region, received none.'],
    [
      "a Region in Atlas's spelling",
      { regions: ['EU_WEST_1'] },
      'projects.0.regions: expected an AWS Region',
    ],
    [
      'no Region to add',
      { remoteRegions: [] },
      'projects.0.remoteRegions: expected at least one Region, received none. Leave it out to add none.',
    ],
    [
      "a Region to add in Atlas's spelling",
      { remoteRegions: ['EU_WEST_1'] },
      'projects.0.remoteRegions: expected an AWS Region such as eu-west-1, received "EU_WEST_1".',
    ],
    [
      'more Regions to add than a service has',
      { remoteRegions: Array.from({ length: 36 }, (_, index) => `eu-west-${index + 1}`) },
      'projects.0.remoteRegions: expected at most 35 Regions, received 36.',
    ],
    [
      'a Region to add whose endpoints may not be linked',
      { regions: ['eu-west-1'], remoteRegions: ['us-east-1'] },
      `projects.0.remoteRegions: expected Regions of the project's regions (eu-west-1), received "us-east-1", whose endpoints may not be linked to the project. Leave it out, or add it to regions.`,
    ],
    [
      'a Region to add that is not served',
      { remoteRegions: ['ap-south-1'] },
      'projects.0.remoteRegions: expected what the automation serves',
    ],
    [
      'an account that is not served',
      { accounts: ['333333333333'] },
      'projects.0.accounts: expected what the automation serves (111122223333, 222222222222), received account "333333333333", whose endpoints it does not see. Leave it out, or add it to members.',
    ],
    [
      'a Region that is not served',
      { regions: ['eu-west-2'] },
      'received Region "eu-west-2", whose endpoints',
    ],
  ])('%s', (_, places, message) => {
    expect(link(places)).toThrow(message);
  });

  it('but not what is served, nor what an organization may have', () => {
    expect(
      link({ accounts: ['111122223333', '222222222222'], regions: ['eu-west-1', 'us-east-1'] }),
    ).not.toThrow();
    const all = AtlasMembers.organization(ORGANIZATION, { regions });
    expect(link({ accounts: ['333333333333'] }, all)).not.toThrow();
  });

  it('so many accounts that no parameter holds them', () => {
    const accounts = Array.from({ length: 700 }, (_, index) => String(222_222_220_000 + index));
    const all = AtlasMembers.organization(ORGANIZATION, { regions });
    expect(link({ accounts }, all)).toThrow(
      /projects: the settings of project "6a793f63c0eb9e7a177153f5" take \d+ bytes, and a parameter holds 8192\./,
    );
  });

  it.each(['accounts', 'regions', 'remoteRegions'])(
    '%s of a provider, which serves whoever may invoke it',
    (name) => {
      const projects = [{ ...project, [name]: ['222222222222'] }];
      expect(() => new AtlasPrivateLinkProvider(newStack(), 'Atlas', { projects } as Any)).toThrow(
        `projects.0.${name}: expected nothing for custom resources`,
      );
    },
  );
});
