import { describe, expect, it } from 'vitest';
import { CHECK_NAMES, MEMBER_CHECK_NAMES } from '../../../cli/doctor/checks/check.js';
import { diagnose } from '../../../cli/doctor/diagnose.js';
import type { MemberFacts } from '../../../cli/doctor/facts/member-facts.js';
import { MEMBER_RULES, MEMBER_VERSION, memberRuleName } from '../../../lambda/contract/members.js';
import { automation, doctorFacts, NOW, unlinkedFacts } from '../samples.js';

const HUB = { account: '111122223333', region: 'eu-west-1', namespace: 'default' } as const;
const PLACE = { account: '222233334444', region: 'eu-central-1' } as const;
const NAMES = MEMBER_RULES.map((rule) => memberRuleName('default', rule));
const BUS = 'arn:aws:events:eu-west-1:111122223333:event-bus/atlas-privatelink-default';
const FORWARDER = 'arn:aws:iam::222233334444:role/AtlasPrivateLinkForwarder-default';
const ORGANIZATION = { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' };
const UNITS = ['o-a1b2c3d4e5/*/ou-ab12-11112222/*'];

/** Of the bus of a hub, as the construct makes it. */
function policyOf(StringEquals: object, others: object = {}): string {
  const forwarder = { 'aws:PrincipalArn': 'arn:aws:iam::*:role/AtlasPrivateLinkForwarder-default' };
  const Condition = { StringEquals, ArnLike: forwarder, ...others };
  const Statement = [{ Effect: 'Allow', Principal: '*', Action: 'events:PutEvents', Condition }];
  return JSON.stringify({ Version: '2012-10-17', Statement });
}

const POLICY = policyOf(ORGANIZATION);
const POLICY_OF_UNITS = policyOf(ORGANIZATION, {
  'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': UNITS },
});
const NOT_ASKED = { unknown: 'AWS does not allow it' };

/** Of a member that works. */
function memberFacts(parts: Partial<MemberFacts> = {}): MemberFacts {
  return {
    place: PLACE,
    hub: HUB,
    description: {
      value: {
        version: MEMBER_VERSION,
        hubAccount: HUB.account,
        hubRegion: HUB.region,
        namespace: 'default',
      },
    },
    entered: { value: true },
    rules: { value: NAMES.map((name) => ({ name, state: 'enabled' })) },
    targets: { value: NAMES.map((ruleName) => ({ ruleName, arn: BUS, roleArn: FORWARDER })) },
    busPolicy: { value: POLICY },
    undelivered: { value: 0 },
    heard: { value: { place: PLACE, memberVersion: MEMBER_VERSION, heardAt: NOW } },
    ...parts,
  };
}

function description(parts: object) {
  const { description: found } = memberFacts();
  return { value: { ...('value' in found ? found.value : undefined), ...parts } as never };
}

function causeOf(member: Partial<MemberFacts>, parts: Parameters<typeof unlinkedFacts>[0] = {}) {
  return diagnose(unlinkedFacts({ member: memberFacts(member), ...parts })).cause;
}

describe('the doctor of a member', () => {
  it('has nothing to say about one that works, and no rules of the hub', () => {
    const { verdict, checks } = diagnose(doctorFacts({ member: memberFacts() }));
    expect(verdict).toBe('ok');
    expect(checks.map(({ check }) => check)).toEqual(CHECK_NAMES.filter((name) => name !== 'rules'));
    for (const { check, status } of checks)
      if (MEMBER_CHECK_NAMES.some((name) => name === check)) expect([check, status]).toEqual([check, 'ok']);
  });

  it('has no check of members for an endpoint of the automation itself', () => {
    const names = diagnose(doctorFacts()).checks.map(({ check }) => check);
    expect(names).toContain('rules');
    for (const name of MEMBER_CHECK_NAMES) expect(names).not.toContain(name);
  });

  it.each<[string, string, Partial<MemberFacts>, RegExp]>([
    ['no member stack', 'member-stack', { description: { value: undefined } }, /has no member stack/],
    [
      'the stack of another hub',
      'member-stack',
      { description: description({ hubAccount: '999999999999' }) },
      /another hub: 999999999999 eu-west-1/,
    ],
    [
      'a template that is too new',
      'member-stack',
      { description: description({ version: MEMBER_VERSION + 2 }) },
      /only neighbouring versions/,
    ],
    [
      'a rule that is off',
      'member-rules',
      { rules: { value: [{ name: NAMES[0] ?? '', state: 'disabled' }] } },
      /creation is disabled/,
    ],
    [
      'a rule that is gone',
      'member-rules',
      { rules: { value: [{ name: NAMES[0] ?? '', state: 'missing' }] } },
      /creation is missing/,
    ],
    ['a rule to elsewhere', 'member-rules', { targets: { value: [] } }, /does not forward to bus/],
    [
      'a target without the role',
      'member-rules',
      { targets: { value: NAMES.map((ruleName) => ({ ruleName, arn: BUS, roleArn: '' })) } },
      /by role AtlasPrivateLinkForwarder-default/,
    ],
    ['no bus', 'hub-bus', { busPolicy: { value: undefined } }, /has no bus/],
    ['a bus without policy', 'hub-bus', { busPolicy: { value: '' } }, /does not allow role/],
    [
      'a bus for other accounts',
      'hub-bus',
      { busPolicy: { value: policyOf({ 'aws:PrincipalAccount': '999999999999' }) } },
      /does not name account 222233334444/,
    ],
    [
      'a bus whose policy is for another role',
      'hub-bus',
      { busPolicy: { value: POLICY.replace('Forwarder-default', 'Forwarder-test') } },
      /does not allow role AtlasPrivateLinkForwarder-default/,
    ],
    [
      'a bus that refuses the role',
      'hub-bus',
      { busPolicy: { value: POLICY.replace('Allow', 'Deny') } },
      /does not allow role/,
    ],
    ['a member never heard', 'heartbeat', { heard: { value: undefined } }, /has never heard/],
    [
      'a silent member',
      'heartbeat',
      {
        heard: {
          value: { place: PLACE, memberVersion: 1, heardAt: new Date(NOW.getTime() - 4 * 3_600_000) },
        },
      },
      /has not heard/,
    ],
  ])('names %s as the cause of a missing link', (_, check, parts, message) => {
    const cause = causeOf(parts);
    expect(cause?.check).toBe(check);
    expect(cause?.message).toMatch(message);
    expect(cause?.remedy).not.toBe('');
  });

  it.each([
    ['an organization', POLICY, 'accepts events of every account of organization o-a1b2c3d4e5.'],
    [
      'organizational units',
      POLICY_OF_UNITS,
      `accepts events of accounts in the organizational units ${UNITS}, and of no other account of the organization. Whether 222233334444 is in one of them, AWS Organizations alone knows.`,
    ],
    [
      'listed accounts',
      policyOf({ 'aws:PrincipalAccount': ['999999999999', '222233334444'] }),
      'accepts events of account 222233334444.',
    ],
  ])('says whose events the bus of a hub of %s accepts', (_, policy, message) => {
    const { checks } = diagnose(doctorFacts({ member: memberFacts({ busPolicy: { value: policy } }) }));
    const check = checks.find((one) => one.check === 'hub-bus');
    expect(check?.status).toBe('ok');
    expect(check?.message).toContain(message);
  });

  it('says of a member that was never heard by a hub of units that it may be outside of them', () => {
    const silent = { heard: { value: undefined } };
    const ofUnits = causeOf({ ...silent, busPolicy: { value: POLICY_OF_UNITS } });
    expect(ofUnits?.check).toBe('heartbeat');
    expect(ofUnits?.remedy).toContain('such as the management account');
    expect(causeOf(silent)?.remedy).not.toContain('management account');
  });

  it('names the limits of a project', () => {
    const project = {
      projectId: unlinkedFacts().place?.projectId ?? '',
      secretId: 's',
      accounts: [HUB.account],
    };
    const cause = causeOf({}, { automation: automation({ ...PLACE, projects: [project] }) });
    expect(cause?.check).toBe('project-reach');
    expect(cause?.message).toContain(`limits it to accounts ${HUB.account}`);
  });

  it('takes a neighbouring version, and a missing rule for tags, as they are', () => {
    const tag = memberRuleName('default', 'tag');
    const { checks, verdict } = diagnose(
      doctorFacts({
        member: memberFacts({
          description: description({ version: MEMBER_VERSION + 1 }),
          rules: { value: NAMES.map((name) => ({ name, state: name === tag ? 'missing' : 'enabled' })) },
        }),
      }),
    );
    expect(verdict).toBe('ok');
    expect(checks.find(({ check }) => check === 'member-stack')).toMatchObject({ status: 'note' });
  });

  it('never takes what cannot be asked for absent', () => {
    const member = memberFacts({
      description: NOT_ASKED,
      entered: NOT_ASKED,
      rules: NOT_ASKED,
      targets: NOT_ASKED,
      busPolicy: NOT_ASKED,
      undelivered: NOT_ASKED,
      heard: NOT_ASKED,
    });
    const { checks } = diagnose(unlinkedFacts({ member, endpoint: NOT_ASKED }));
    for (const name of MEMBER_CHECK_NAMES)
      if (name !== 'project-reach')
        expect(checks.find(({ check }) => check === name)).toMatchObject({ status: 'not checked' });
  });
});
