import {
  DeleteParameterCommand,
  DeleteParametersCommand,
  GetParameterCommand,
  GetParametersByPathCommand,
  GetParametersCommand,
  PutParameterCommand,
  type PutParameterCommandInput,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { afterEach, describe, expect, it } from 'vitest';
import { ParameterStore } from '../../../../local/aws/ssm/parameter-store.js';
import { WorldTime } from '../../../../local/time/world-time.js';
import { closeAccounts, STACK, START, signInAs, startAccount } from '../local-account.js';

afterEach(closeAccounts);

const A_VALUE = { value: 'x', type: 'String' };

const put = (client: SSMClient, name: string, more: Partial<PutParameterCommandInput> = {}) =>
  client.send(new PutParameterCommand({ Name: name, Value: 'value', Type: 'String', ...more }));

async function namesBelow(client: SSMClient, path: string, recursive: boolean): Promise<string[][]> {
  const pages: string[][] = [];
  let token: string | undefined;
  do {
    const page: { Parameters?: { Name?: string }[]; NextToken?: string } = await client.send(
      new GetParametersByPathCommand({ Path: path, Recursive: recursive, NextToken: token }),
    );
    pages.push((page.Parameters ?? []).map(({ Name = '' }) => Name));
    token = page.NextToken;
  } while (token !== undefined);
  return pages;
}

describe('Parameter Store', () => {
  it('keeps a value with its version and the time of the change', async () => {
    await startAccount();
    const client = new SSMClient();
    expect(await put(client, '/a/b')).toMatchObject({ Version: 1, Tier: 'Standard' });
    await put(client, '/a/b', { Value: 'other', Overwrite: true });
    expect((await client.send(new GetParameterCommand({ Name: '/a/b' }))).Parameter).toEqual({
      Name: '/a/b',
      Type: 'String',
      Value: 'other',
      Version: 2,
      LastModifiedDate: new Date('2026-08-10T03:05:00Z'),
      ARN: 'arn:aws:ssm:eu-west-1:111122223333:parameter/a/b',
      DataType: 'text',
    });
  });

  it.each<[string, Partial<PutParameterCommandInput>, string]>([
    ['a second time without Overwrite', {}, 'ParameterAlreadyExists'],
    ['more than 4096 bytes', { Overwrite: true, Value: 'x'.repeat(4097) }, 'ValidationException'],
    ['bytes, not characters', { Overwrite: true, Value: 'é'.repeat(2049) }, 'ValidationException'],
    ['more than 8192', { Overwrite: true, Tier: 'Advanced', Value: 'x'.repeat(8193) }, 'ValidationException'],
    ['no value', { Overwrite: true, Value: '' }, 'ValidationException'],
    ['tags and Overwrite', { Overwrite: true, Tags: [{ Key: 'a', Value: 'b' }] }, 'ValidationException'],
    ['a reference in the value', { Overwrite: true, Value: 'see {{other}}' }, 'ValidationException'],
    ['a name that is no path', { Name: 'a/b' }, 'ValidationException'],
    ['an empty name', { Name: ' ' }, 'ValidationException'],
    ['a slash at the end', { Name: '/a/' }, 'ValidationException'],
    ['an empty part', { Name: '/b//c' }, 'ValidationException'],
    ['a name with a space', { Name: '/b c' }, 'ValidationException'],
    ['a name with a dead-letter message beyond ASCII', { Name: '/bé' }, 'ValidationException'],
    ['a name with a colon', { Name: '/b:c' }, 'ValidationException'],
    ['an ARN', { Name: 'arn:aws:ssm:eu-west-1:111122223333:parameter/b' }, 'ValidationException'],
    ['a name that begins with ssm', { Name: '/SSM-links/b' }, 'ValidationException'],
    ['a name that begins with aws', { Name: 'AwsLinks' }, 'ValidationException'],
    ['a path of AWS', { Name: '/aws/links' }, 'AccessDeniedException'],
    ['more than 15 levels', { Name: '/b'.repeat(16) }, 'HierarchyLevelLimitExceededException'],
    ['a name of 1011 characters', { Name: `/${'b'.repeat(1010)}` }, 'ValidationException'],
  ])('refuses %s', async (_wording, more, name) => {
    await startAccount();
    const client = new SSMClient();
    await put(client, '/a');
    await expect(put(client, '/a', more)).rejects.toMatchObject({ name });
  });

  it('uses the required tier with intelligent tiering, and does not go back', async () => {
    await startAccount();
    const client = new SSMClient();
    const tier = { Tier: 'Intelligent-Tiering', Overwrite: true } as const;
    expect(await put(client, '/a', tier)).toMatchObject({ Tier: 'Standard' });
    expect(await put(client, '/a', { ...tier, Value: 'x'.repeat(8192) })).toMatchObject({ Tier: 'Advanced' });
    expect(await put(client, '/a', tier)).toMatchObject({ Tier: 'Advanced' });
    await expect(put(client, '/a', { Tier: 'Standard', Overwrite: true })).rejects.toThrow(/downgrade/);
  });

  it.each(['/b'.repeat(15), ' /b ', 'b', '/b.c_d-E/9', `/${'b'.repeat(900)}`])(
    'accepts the name %j',
    async (name) => {
      await startAccount();
      const client = new SSMClient();
      await put(client, name);
      expect(await client.send(new GetParameterCommand({ Name: name.trim() }))).toMatchObject({
        Parameter: { Name: name.trim() },
      });
    },
  );

  it('refuses to search for an invalid name', async () => {
    await startAccount();
    const client = new SSMClient();
    const refusal = { name: 'ValidationException' };
    for (const name of ['/a b', '/a/', 'a/b', '']) {
      await expect(client.send(new GetParameterCommand({ Name: name }))).rejects.toMatchObject(refusal);
      await expect(client.send(new DeleteParameterCommand({ Name: name }))).rejects.toMatchObject(refusal);
      await expect(client.send(new DeleteParametersCommand({ Names: [name] }))).rejects.toMatchObject(
        refusal,
      );
    }
    await expect(namesBelow(client, '/a b', true)).rejects.toMatchObject(refusal);
  });

  it('creates no standard parameter beyond ten thousand, and advanced ones with intelligent tiering', () => {
    const store = new ParameterStore(new WorldTime(START), STACK);
    for (let number = 0; number < 10_000; number += 1) store.put({ name: `/${number}`, ...A_VALUE });
    expect(() => store.put({ name: '/more', ...A_VALUE })).toThrow(/number of Standard parameters/);
    expect(store.put({ name: '/more', ...A_VALUE, tier: 'Intelligent-Tiering' }).tier).toBe('Advanced');
    expect(store.put({ name: '/1', ...A_VALUE, overwrite: true }).version).toBe(2);
    store.delete('/1');
    expect(store.put({ name: '/again', ...A_VALUE }).tier).toBe('Standard');
  });

  it('lists parameters below a path, ten per page', async () => {
    const { aws } = await startAccount();
    for (let number = 10; number < 23; number += 1)
      aws.parameters.put({ name: `/links/${number}`, value: 'x', type: 'String' });
    aws.parameters.put({ name: '/links/10/deeper', value: 'x', type: 'String' });
    aws.parameters.put({ name: '/links-of-others/1', value: 'x', type: 'String' });
    const client = new SSMClient();
    expect((await namesBelow(client, '/links', true)).map(({ length }) => length)).toEqual([10, 4]);
    expect((await namesBelow(client, '/links/', false)).flat()).not.toContain('/links/10/deeper');
    expect(await namesBelow(client, '/nothing', true)).toEqual([[]]);
    await expect(
      client.send(new GetParametersByPathCommand({ Path: '/links', MaxResults: 11 })),
    ).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('deletes a parameter, and reports a missing one', async () => {
    await startAccount();
    const client = new SSMClient();
    await put(client, '/a');
    await client.send(new DeleteParameterCommand({ Name: '/a' }));
    for (const command of [
      new DeleteParameterCommand({ Name: '/a' }),
      new GetParameterCommand({ Name: '/a' }),
    ])
      await expect(client.send(command as GetParameterCommand)).rejects.toMatchObject({
        name: 'ParameterNotFound',
      });
  });

  it('reads and deletes several, and names those that do not exist', async () => {
    await startAccount();
    const client = new SSMClient();
    await put(client, '/a');
    const Names = ['/a', '/b'];
    expect(await client.send(new GetParametersCommand({ Names }))).toMatchObject({
      Parameters: [{ Name: '/a' }],
      InvalidParameters: ['/b'],
    });
    expect(await client.send(new DeleteParametersCommand({ Names }))).toMatchObject({
      DeletedParameters: ['/a'],
      InvalidParameters: ['/b'],
    });
  });

  it('allows a role what its policy says, where a path does not include what is below it', async () => {
    const { aws } = await startAccount();
    aws.permissions.attach('', [
      {
        Effect: 'Allow',
        Action: ['ssm:GetParametersByPath', 'ssm:PutParameter'],
        Resource: 'arn:aws:ssm:eu-west-1:111122223333:parameter/links/*',
      },
    ]);
    signInAs('NOBODY');
    const client = new SSMClient();
    await put(client, '/links/a');
    expect(await namesBelow(client, '/links/', true)).toEqual([['/links/a']]);
    const refusal = { name: 'AccessDeniedException' };
    await expect(namesBelow(client, '/links', true)).rejects.toMatchObject(refusal);
    await expect(put(client, '/other')).rejects.toMatchObject(refusal);
  });

  it('has the parameters of the template', async () => {
    const { aws, deploy } = await startAccount();
    const template = deploy({
      Given: {
        Type: 'AWS::SSM::Parameter',
        Properties: { Name: '/given', Type: 'String', Value: { Ref: 'AWS::StackId' } },
      },
      Made: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: { Ref: 'Given' } } },
    });
    expect(aws.parameters.all.map(({ name, value }) => [name, value])).toEqual([
      ['/given', template.stackId],
      ['Stack-Made', '/given'],
    ]);
  });
});
