import {
  DescribeExecutionCommand,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterEach, describe, expect, it } from 'vitest';
import { addFunction, closeAccounts, type LocalAccount, STACK, startAccount } from '../local-account.js';

afterEach(closeAccounts);

const machineArn = (name: string) => `arn:aws:states:${STACK.region}:${STACK.account}:stateMachine:${name}`;

function define({ aws }: LocalAccount, name: string, States: object, roleArn?: string): string {
  const [StartAt] = Object.keys(States);
  aws.executions.define(machineArn(name), JSON.stringify({ StartAt, States }), roleArn);
  return machineArn(name);
}

const WAIT = {
  Wait: { Type: 'Wait', Seconds: 60, Next: 'Done' },
  Done: { Type: 'Pass', Result: { n: 1 }, End: true },
};
const FAIL = { Fail: { Type: 'Fail', Error: 'Bad', Cause: 'because' } };

async function run(stateMachineArn: string, name: string) {
  const { executionArn } = await new SFNClient().send(
    new StartExecutionCommand({ stateMachineArn, name, input: '{"a":1}' }),
  );
  return executionArn;
}

const describeExecution = (executionArn: string | undefined) =>
  new SFNClient().send(new DescribeExecutionCommand({ executionArn }));

describe('an execution', () => {
  it('is described while it runs and after its end, with its output', async () => {
    const account = await startAccount();
    const arn = await run(define(account, 'Wait', WAIT), 'one');
    const startDate = new Date('2026-08-10T03:05:00Z');
    expect(await describeExecution(arn)).toMatchObject({
      status: 'RUNNING',
      name: 'one',
      input: '{"a":1}',
      startDate,
    });
    await account.time.run();
    expect(await describeExecution(arn)).toMatchObject({
      status: 'SUCCEEDED',
      output: '{"n":1}',
      stopDate: new Date('2026-08-10T03:06:00Z'),
    });
  });

  it('that fails is described by error and cause', async () => {
    const account = await startAccount();
    const arn = await run(define(account, 'Fail', FAIL), 'one');
    await account.time.run();
    expect(await describeExecution(arn)).toMatchObject({ status: 'FAILED', error: 'Bad', cause: 'because' });
  });

  it('is stopped by hand, which an event reports', async () => {
    const account = await startAccount();
    const executionArn = await run(define(account, 'Wait', WAIT), 'one');
    await new SFNClient().send(new StopExecutionCommand({ executionArn, error: 'E', cause: 'by hand' }));
    await account.time.run();
    expect(await describeExecution(executionArn)).toMatchObject({
      status: 'ABORTED',
      error: 'E',
      cause: 'by hand',
    });
    expect(account.events.map(({ detail }) => detail)).toEqual([
      expect.objectContaining({ status: 'ABORTED' }),
    ]);
  });

  it('that was not started does not exist', async () => {
    await startAccount();
    const unknown = describeExecution('arn:aws:states:eu-west-1:111122223333:execution:Wait:none');
    await expect(unknown).rejects.toMatchObject({ name: 'ExecutionDoesNotExist' });
  });

  it('whose role may not invoke a function fails', async () => {
    const account = await startAccount();
    const Resource = addFunction(account, 'Echo', 'async (event) => event');
    const arn = await run(
      define(account, 'Task', { Do: { Type: 'Task', Resource, End: true } }, 'role'),
      'one',
    );
    await account.time.run();
    expect(await describeExecution(arn)).toMatchObject({
      status: 'FAILED',
      error: 'Lambda.AWSLambdaException',
    });
  });
});

describe('the executions of a state machine', () => {
  it('are listed by status, newest first, in pages', async () => {
    const account = await startAccount();
    const stateMachineArn = define(account, 'Wait', WAIT);
    await run(define(account, 'Other', WAIT), 'other');
    await run(stateMachineArn, 'one');
    await account.time.run();
    for (const name of ['two', 'three']) await run(stateMachineArn, name);
    const list = async (more: object) => {
      const response = await new SFNClient().send(new ListExecutionsCommand({ stateMachineArn, ...more }));
      return { names: response.executions?.map(({ name }) => name), nextToken: response.nextToken };
    };
    const first = await list({ maxResults: 2 });
    expect(first.names).toEqual(['three', 'two']);
    expect((await list({ maxResults: 2, nextToken: first.nextToken })).names).toEqual(['one']);
    expect((await list({ statusFilter: 'SUCCEEDED' })).names).toEqual(['one']);
  });

  it('of none are an error', async () => {
    await startAccount();
    const list = new SFNClient().send(new ListExecutionsCommand({ stateMachineArn: machineArn('None') }));
    await expect(list).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
  });
});
