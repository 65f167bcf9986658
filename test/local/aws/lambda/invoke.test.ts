import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterEach, describe, expect, it } from 'vitest';
import { addFunction, closeAccounts, signInAs, startAccount, whileTimePasses } from '../local-account.js';

afterEach(closeAccounts);

const ECHO = 'async (event) => { console.log(JSON.stringify(event)); return { got: event }; }';
const FAIL = "async () => { throw new TypeError('no'); }";

const textOf = (payload: Uint8Array | undefined) => new TextDecoder().decode(payload);

describe('Invoke', () => {
  it('returns the function’s result', async () => {
    const account = await startAccount();
    addFunction(account, 'Echo', ECHO);
    const call = new LambdaClient().send(new InvokeCommand({ FunctionName: 'Echo', Payload: '{"a":1}' }));
    const response = await whileTimePasses(account.time, call);
    expect([response.StatusCode, response.FunctionError, textOf(response.Payload)]).toEqual([
      200,
      undefined,
      '{"got":{"a":1}}',
    ]);
  });

  it('reports the error of the function in a header', async () => {
    const account = await startAccount();
    const FunctionName = addFunction(account, 'Fail', FAIL);
    const call = new LambdaClient().send(new InvokeCommand({ FunctionName }));
    const response = await whileTimePasses(account.time, call);
    expect(response.FunctionError).toBe('Unhandled');
    expect(JSON.parse(textOf(response.Payload))).toMatchObject({
      errorType: 'TypeError',
      errorMessage: 'no',
    });
  });

  it('responds at once to an asynchronous invocation, and the function runs later', async () => {
    const account = await startAccount();
    addFunction(account, 'Echo', ECHO);
    const command = new InvokeCommand({ FunctionName: 'Echo', InvocationType: 'Event', Payload: '{"b":2}' });
    expect((await new LambdaClient().send(command)).StatusCode).toBe(202);
    expect(account.aws.logs).toEqual([]);
    await account.time.run();
    expect(account.aws.logs).toEqual([{ b: 2 }]);
  });

  it('from a function lets time pass for the function that it waits for', async () => {
    const account = await startAccount();
    const { aws, time } = account;
    addFunction(account, 'Echo', ECHO);
    const caller = addFunction(
      account,
      'Caller',
      `async () => {
        const url = process.env.AWS_ENDPOINT_URL + '/2015-03-31/functions/Echo/invocations';
        const authorization = 'Credential=' + process.env.AWS_ACCESS_KEY_ID + '/';
        return (await fetch(url, { method: 'POST', headers: { authorization }, body: '3' })).json();
      }`,
    );
    const Resource = 'arn:aws:lambda:eu-west-1:111122223333:function:Echo';
    const statement = { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource };
    aws.permissions.attach('arn:aws:iam::111122223333:role/Caller', [statement]);
    const result = await whileTimePasses(time, aws.functions.invoke(caller, {}));
    expect(result).toEqual({ kind: 'result', payload: { got: 3 } });
  });

  it('is refused for an unknown function, or without permission', async () => {
    const account = await startAccount();
    addFunction(account, 'Echo', ECHO);
    const invoke = (FunctionName: string) => new LambdaClient().send(new InvokeCommand({ FunctionName }));
    await expect(invoke('Nothing')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    signInAs('NOBODY');
    await expect(invoke('Echo')).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});
