import { afterEach, describe, expect, it } from 'vitest';
import type { BusEvent } from '../../../../local/aws/event-bridge/event-bus.js';
import type { LocalAwsOptions } from '../../../../local/aws/local-aws.js';
import {
  allow,
  closeOrganizations,
  deployTo,
  HOME,
  MEMBER,
  startOrganization,
} from '../local-organization.js';

afterEach(closeOrganizations);

const BUS = `arn:aws:events:${HOME}:${MEMBER}:event-bus/collector`;

/** Creates a rule with this schedule and a custom bus as target. */
async function start(rule: object = {}, options: Partial<LocalAwsOptions> = {}) {
  const { place, time } = await startOrganization(options);
  const member = place(MEMBER);
  const resources = {
    Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'collector' } },
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {
          Statement: [
            { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sts:AssumeRole' },
          ],
        },
        Policies: [{ PolicyName: 'P', PolicyDocument: { Statement: [allow('events:PutEvents', BUS)] } }],
      },
    },
    Rule: {
      Type: 'AWS::Events::Rule',
      Properties: {
        Name: 'heartbeat-v1',
        ScheduleExpression: 'rate(1 hour)',
        Targets: [{ Id: 'Bus', Arn: BUS, RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] } }],
        ...rule,
      },
    },
  };
  deployTo(member, resources);
  const events: BusEvent[] = [];
  member.buses.get('collector').listen((event) => events.push(event));
  return { member, time, events };
}

describe('a rule with a schedule', () => {
  it('sends its targets an event with its ARN at its rate, and does not keep the world running', async () => {
    const { time, events } = await start();
    await time.run();
    expect(events).toEqual([]);
    await time.run(2.5 * 3600);
    expect(events).toHaveLength(2);
    expect(events[0]).toEqual({
      version: '0',
      id: expect.any(String),
      'detail-type': 'Scheduled Event',
      source: 'aws.events',
      account: MEMBER,
      time: '2026-08-10T04:05:00Z',
      region: HOME,
      resources: [`arn:aws:events:${HOME}:${MEMBER}:rule/heartbeat-v1`],
      detail: {},
    });
  });

  it('sends nothing after its deletion or while it is disabled', async () => {
    const { member, time, events } = await start();
    const [rule] = member.bus.rules;
    if (rule === undefined) throw new Error('No rule');
    rule.isEnabled = false;
    await time.run(3600);
    rule.isEnabled = true;
    await time.run(3600);
    member.bus.removeRule(rule.ruleArn);
    await time.run(7200);
    expect(events).toHaveLength(1);
  });

  it('can be fired by a test, and fires at its creation with that option', async () => {
    const { member, time, events } = await start({}, { schedulesBeginAtOnce: true });
    await time.run(1);
    member.bus.fireSchedules();
    await time.run(1);
    expect(events).toHaveLength(2);
  });

  it.each([
    [
      'a rule with neither pattern nor schedule',
      { ScheduleExpression: undefined },
      /EventPattern or ScheduleExpression/,
    ],
    ['a schedule on a custom bus', { EventBusName: 'collector' }, /only on the default event bus/],
    ['an expression that is not a rate', { ScheduleExpression: 'cron(0 12 * * ? *)' }, /not simulated: cron/],
  ])('is not %s', async (_, rule, message) => {
    await expect(start(rule)).rejects.toThrow(message);
  });
});
