import {
  CreateVpcEndpointCommand,
  DescribeInstancesCommand,
  DescribeSubnetsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { EventBridgeClient, ListRulesCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { afterEach, describe, expect, it } from 'vitest';
import { LOCAL_USER } from '../../../local/aws/callers.js';
import { DEFAULT_VPC_ID } from '../../../local/aws/ec2/network.js';
import { closeAccounts, STACK, startAccount } from './local-account.js';

afterEach(closeAccounts);

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A call of a service for which there is no client here, with a signature's scope alone. */
function call(url: string, service: string, init: RequestInit): Promise<Response> {
  const scope = `${LOCAL_USER}/20260810/${STACK.region}/${service}/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`;
  return fetch(url, { ...init, headers: { authorization, ...init.headers } });
}

describe('a request id', () => {
  const fails = async (sent: Promise<unknown>) =>
    sent.then(
      () => Promise.reject(new Error('the call was not refused')),
      (error) => error.$metadata.requestId as string,
    );

  it('is that of one response, in every protocol, of a refusal as well', async () => {
    await startAccount();
    const ids = [
      (await new EC2Client().send(new DescribeSubnetsCommand({}))).$metadata.requestId,
      (await new EC2Client().send(new DescribeSubnetsCommand({}))).$metadata.requestId,
      (await new STSClient().send(new GetCallerIdentityCommand({}))).$metadata.requestId,
      await fails(new EC2Client().send(new DescribeSubnetsCommand({ SubnetIds: ['subnet-0'] }))),
      await fails(new SSMClient().send(new GetParameterCommand({ Name: '/none' }))),
      await fails(new LambdaClient().send(new InvokeCommand({ FunctionName: 'none' }))),
    ];
    for (const id of ids) expect(id).toMatch(UUID);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each([
    ['ec2', 'DescribeSubnets', 'requestId'],
    ['ec2', 'Other', 'RequestID'],
    ['sts', 'GetCallerIdentity', 'RequestId'],
    ['sts', 'Other', 'RequestId'],
  ])('is the same in header and body: %s, %s', async (service, action, element) => {
    const { aws } = await startAccount();
    const init = { method: 'POST', body: new URLSearchParams({ Action: action }) };
    const response = await call(aws.server.url, service, init);
    const id = response.headers.get('x-amzn-requestid');
    expect(id).toMatch(UUID);
    expect(await response.text()).toContain(`<${element}>${id}</${element}>`);
  });

  it("is that of CloudTrail's record", async () => {
    const { aws, serviceName } = await startAccount();
    const ec2 = new EC2Client({ maxAttempts: 1 });
    const asked = {
      VpcId: DEFAULT_VPC_ID,
      ServiceName: serviceName,
      VpcEndpointType: 'Interface' as const,
    };
    const made = await ec2.send(new CreateVpcEndpointCommand(asked));
    const refused = await fails(ec2.send(new CreateVpcEndpointCommand({ ...asked, VpcId: 'vpc-0' })));
    const records = aws.trail.history.map(({ record }) => record);
    expect(records.map(({ requestID }) => requestID)).toEqual([made.$metadata.requestId, refused]);
    expect(records[0]).toMatchObject({
      responseElements: { CreateVpcEndpointResponse: { requestId: made.$metadata.requestId } },
    });
  });
});

describe('an action that is not there', () => {
  it('is refused in the words of its protocol', async () => {
    await startAccount();
    await expect(new EC2Client().send(new DescribeInstancesCommand({}))).rejects.toMatchObject({
      name: 'InvalidAction',
      message: expect.stringContaining('The action DescribeInstances is not valid for this web service'),
      $metadata: { httpStatusCode: 400 },
    });
    await expect(new STSClient().send(new GetSessionTokenCommand({}))).rejects.toMatchObject({
      name: 'InvalidAction',
    });
    await expect(new EventBridgeClient().send(new ListRulesCommand({}))).rejects.toMatchObject({
      name: 'UnknownOperationException',
    });
  });

  it.each([
    ['sns', { method: 'POST', body: new URLSearchParams({ Action: 'Publish' }) }, 'sns:Publish'],
    ['cloudformation', { method: 'GET' }, 'cloudformation:GET /'],
  ])('of another service is not called one of EC2: %s', async (service, init, action) => {
    const { aws } = await startAccount();
    const response = await call(aws.server.url, service, init);
    const text = await response.text();
    expect([response.status, text]).toEqual([
      400,
      expect.stringMatching(/^<ErrorResponse>.*<Code>InvalidAction<\/Code>/),
    ]);
    expect(text).not.toContain('ec2.amazonaws.com');
    expect(aws.server.calls.at(-1)?.action).toBe(action);
  });
});
