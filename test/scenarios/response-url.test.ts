/** CloudFormation's response URL is a credential. Tests where it is stored, and where it must not appear. */
import { describe, expect, it } from 'vitest';
import type { World } from '../../local/world.js';
import { startDeclared } from './declared-stack.js';

const SIGNATURE = 's3cr3t-signature';

/** Everything that the account has stored, published or logged, except encrypted values. */
function readableIn(world: World): string {
  const { executions, queues, logs, parameters } = world.aws;
  const plain = parameters.written.filter(({ type }) => type !== 'SecureString');
  return JSON.stringify([executions.all, world.events, queues.all, logs, plain]);
}

function expectRetained({ aws }: World): void {
  expect(aws.parameters.all.filter(({ type }) => type === 'SecureString')).toEqual([]);
}

describe('the response URL', () => {
  it('is in an encrypted parameter while its request is open, and nowhere else', async () => {
    const declared = await startDeclared();
    const { world } = declared;
    await declared.create({ links: ['A'], lookup: true });
    await declared.remove();
    expect(readableIn(world)).not.toContain(SIGNATURE);
    const secure = world.aws.parameters.written.filter(({ value }) => value.includes(SIGNATURE));
    expect(new Set(secure.map(({ type }) => type))).toEqual(new Set(['SecureString']));
    for (const { name } of secure) expect(name).toMatch(/^\/atlas-privatelink\/responses\/[\w-]+\/cfn_/);
    expectRetained(world);
  });

  it('is not in the event of an execution that was stopped, nor in that of one that could not respond', async () => {
    const declared = await startDeclared();
    const { world } = declared;
    world.time.after(30, () => {
      const running = world.aws.executions.all.find(({ status }) => status === 'RUNNING');
      if (running !== undefined) world.aws.executions.abort(running);
    });
    expect(await declared.create({})).toMatchObject({ status: 'ROLLED_BACK' });
    world.refuseResponses(1000);
    await declared.create({});
    expect(world.aws.executions.all.some(({ error }) => error?.includes('NotConcluded') === true)).toBe(true);
    expect(readableIn(world)).not.toContain(SIGNATURE);
  });

  it('is in no dead-letter message of a failed request', async () => {
    const declared = await startDeclared();
    const { world, player } = declared;
    const { functions } = world.aws;
    const token = functions.arnOf('HandleCustomResource');
    void functions.invokeAsync(token, { RequestType: 'Create', ResponseURL: `https://x/?${SIGNATURE}` });
    world.refuseResponses(1000);
    await declared.create({ links: ['A'], linkOverrides: { Spelling: 'x' } });
    expect(player.unanswered).not.toEqual([]);
    expect(readableIn(world)).not.toContain(SIGNATURE);
  });
});

describe('a response URL that cannot be stored', () => {
  it('for a minute, under load, is stored then', async () => {
    const declared = await startDeclared();
    declared.world.aws.server.refuse('ssm:PutParameter', 'ThrottlingException', 'Rate exceeded', 25);
    expect(await declared.create({ links: ['A'] })).toEqual({ status: 'COMPLETE', reason: '' });
    expectRetained(declared.world);
  });

  it('at all leads to a response as failed, with the error name and without the value, and nothing is created', async () => {
    const declared = await startDeclared();
    const { world } = declared;
    const wording = `1 validation error detected: Value 'https://x/?${SIGNATURE}' at 'value' failed`;
    world.aws.server.refuse('ssm:PutParameter', 'ValidationException', wording, 1);
    expect(await declared.create({})).toMatchObject({
      status: 'ROLLED_BACK',
      reason: expect.stringContaining('Parameter Store refuses: ValidationException'),
    });
    expect(world.aws.executions.all).toEqual([]);
    expect(readableIn(world)).not.toContain(SIGNATURE);
  });

  it('survives a crash before and after it was stored', async () => {
    for (const action of [
      'ssm:PutParameter',
      'states:StartExecution',
      'ssm:GetParameter',
      'ssm:DeleteParameter',
    ]) {
      const declared = await startDeclared();
      declared.world.aws.server.faults.push({ action, times: 1, effect: 'kill' });
      expect(await declared.create({}), action).toEqual({ status: 'COMPLETE', reason: '' });
      const responses = declared.world.responsesReceived.map((response) => JSON.stringify(response));
      expect(new Set(responses).size).toBe(1);
    }
  });

  it('cannot be read for minutes, and gets its response afterwards', async () => {
    const declared = await startDeclared();
    declared.world.aws.server.refuse('ssm:GetParameter', 'ThrottlingException', 'Rate exceeded', 20);
    expect(await declared.create({})).toEqual({ status: 'COMPLETE', reason: '' });
  });
});
