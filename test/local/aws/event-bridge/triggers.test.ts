import { DescribeRuleCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { afterEach, describe, expect, it } from 'vitest';
import type { LocalAwsOptions } from '../../../../local/aws/local-aws.js';
import { closeAccounts, startAccount } from '../local-account.js';

afterEach(closeAccounts);

const arn = (logicalId: string) => ({ 'Fn::GetAtt': [logicalId, 'Arn'] });
const allow = (Action: string, Resource: object) => ({
  PolicyName: Action,
  PolicyDocument: { Statement: [{ Effect: 'Allow', Action, Resource }] },
});

const MACHINE = {
  Type: 'AWS::StepFunctions::StateMachine',
  Properties: {
    RoleArn: 'role',
    DefinitionString: JSON.stringify({ StartAt: 'Done', States: { Done: { Type: 'Succeed' } } }),
  },
};
const role = (policies: object[]) => ({ Type: 'AWS::IAM::Role', Properties: { Policies: policies } });
const STARTER = role([
  allow('states:StartExecution', arn('Machine')),
  allow('sqs:SendMessage', arn('DeadLetters')),
]);
const DEAD_LETTERS = { Type: 'AWS::SQS::Queue', Properties: {} };

/** EventBridge sends undelivered events as a service; EventBridge Scheduler sends them with the target's role. */
const DEAD_LETTERS_POLICY = {
  Type: 'AWS::SQS::QueuePolicy',
  Properties: {
    Queues: [{ Ref: 'DeadLetters' }],
    PolicyDocument: {
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: arn('DeadLetters'),
        },
      ],
    },
  },
};

const target = (more: object = {}) => ({
  Id: 'Target',
  Arn: { Ref: 'Machine' },
  RoleArn: arn('Starter'),
  DeadLetterConfig: { Arn: arn('DeadLetters') },
  ...more,
});
const schedule = (ScheduleExpression: string, more: object = {}) => ({
  Type: 'AWS::Scheduler::Schedule',
  Properties: {
    ScheduleExpression,
    FlexibleTimeWindow: { Mode: 'OFF' },
    State: 'ENABLED',
    Target: target({ Input: '{"at":"<aws.scheduler.scheduled-time>"}' }),
    ...more,
  },
});
const rule = (more: object = {}) => ({
  Type: 'AWS::Events::Rule',
  Properties: { EventPattern: { source: ['test'] }, Targets: [target(more)] },
});

async function startWith(trigger: object, starter: object = STARTER, options: Partial<LocalAwsOptions> = {}) {
  const account = await startAccount(options);
  account.deploy({
    Machine: MACHINE,
    Starter: starter,
    DeadLetters: DEAD_LETTERS,
    DeadLettersPolicy: DEAD_LETTERS_POLICY,
    Trigger: trigger,
  });
  return { ...account, inputs: () => account.aws.executions.all.map(({ input }) => JSON.parse(input)) };
}

const DENIED = role([allow('sqs:SendMessage', arn('DeadLetters'))]);

describe('a rule', () => {
  it('starts a state machine with the event or with a constant input', async () => {
    const whole = await startWith(rule());
    whole.aws.bus.put('test', 'Type', { a: 1 });
    await whole.time.run();
    expect(whole.inputs()).toMatchObject([{ source: 'test', detail: { a: 1 } }]);
    const constant = await startWith(rule({ Input: '{"dryRun":false}' }));
    constant.aws.bus.put('test', 'Type', { a: 1 });
    await constant.time.run();
    expect(constant.inputs()).toEqual([{ dryRun: false }]);
  });

  it('whose role may not start the target sends the event to the dead-letter queue', async () => {
    const { aws, time, inputs } = await startWith(rule(), DENIED);
    aws.bus.put('test', 'Type', { a: 1 });
    await time.run();
    expect([inputs(), aws.queues.all.map(({ attributes }) => attributes.ERROR_CODE)]).toEqual([
      [],
      ['NO_PERMISSIONS'],
    ]);
  });

  it('is returned by DescribeRule, and matches nothing while it is disabled', async () => {
    const { aws, time, inputs } = await startWith(rule());
    const name = aws.bus.rules[0]?.ruleArn.split('/').at(-1);
    const describeRule = () => new EventBridgeClient().send(new DescribeRuleCommand({ Name: name }));
    expect(await describeRule()).toMatchObject({ State: 'ENABLED', EventPattern: '{"source":["test"]}' });
    for (const one of aws.bus.rules) one.isEnabled = false;
    aws.bus.put('test', 'Type', {});
    await time.run();
    expect([(await describeRule()).State, inputs()]).toEqual(['DISABLED', []]);
    const unknown = new EventBridgeClient().send(new DescribeRuleCommand({ Name: 'none' }));
    await expect(unknown).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('with an input path is not simulated', async () => {
    await expect(startWith(rule({ InputPath: '$.detail' }))).rejects.toThrow(/InputPath is not simulated/);
  });
});

describe('a schedule', () => {
  it('fires at its rate while time passes, and does not keep the world running', async () => {
    const { time, inputs } = await startWith(schedule('rate(1 hour)'));
    await time.run();
    expect(inputs()).toEqual([]);
    await time.run(2.5 * 3600);
    expect(inputs()).toEqual([{ at: '2026-08-10T04:05:00Z' }, { at: '2026-08-10T05:05:00Z' }]);
  });

  it('fires while other work keeps the world running', async () => {
    const { time, inputs } = await startWith(schedule('rate(30 minutes)'));
    time.after(3601, () => undefined);
    await time.run();
    expect(inputs()).toHaveLength(2);
  });

  it('can be fired by a test, unless it is disabled', async () => {
    const { aws, time, inputs } = await startWith(schedule('rate(1 day)'));
    aws.schedules.fireAll();
    await time.run();
    expect(inputs()).toHaveLength(1);
    const disabled = await startWith(schedule('rate(1 day)', { State: 'DISABLED' }));
    disabled.aws.schedules.fireAll();
    expect(disabled.inputs()).toEqual([]);
  });

  it('fires at its creation with that option', async () => {
    const { time, inputs } = await startWith(schedule('rate(1 hour)'), STARTER, {
      schedulesBeginAtOnce: true,
    });
    await time.run(1);
    expect(inputs()).toEqual([{ at: '2026-08-10T03:05:00Z' }]);
  });

  it('whose role may not start the target sends its input to the dead-letter queue, if the role may do that', async () => {
    const retained = await startWith(schedule('rate(1 hour)'), DENIED);
    retained.aws.schedules.fireAll();
    expect(retained.aws.queues.all).toEqual([
      expect.objectContaining({
        body: '{"at":"2026-08-10T03:05:00Z"}',
        attributes: expect.objectContaining({ ERROR_CODE: 'NO_PERMISSIONS' }),
      }),
    ]);
    const lost = await startWith(schedule('rate(1 hour)'), role([]));
    lost.aws.schedules.fireAll();
    expect(lost.aws.queues.all).toEqual([]);
  });

  it('with an expression that is not a rate is not simulated', async () => {
    await expect(startWith(schedule('cron(0 12 * * ? *)'))).rejects.toThrow(/cron/);
  });
});
