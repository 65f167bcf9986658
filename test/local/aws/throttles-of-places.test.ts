import { afterEach, describe, expect, it } from 'vitest';
import type { ThrottleLimit } from '../../../local/aws/throttles.js';
import { addFunction, closeAccounts, whileTimePasses } from './local-account.js';
import {
  AWAY,
  allow,
  closeOrganizations,
  HOME,
  HUB,
  MEMBER,
  startOrganization,
  trustOf,
} from './local-organization.js';

afterEach(async () => {
  await closeOrganizations();
  await closeAccounts();
});

const ROLE = `arn:aws:iam::${MEMBER}:role/Reader`;

/** Assumes the member's role and calls each place. It sends HTTP requests itself, because the test's folder has no SDK. */
const HANDLER = `async ({ places, sessions }) => {
  const send = async (service, region, body, [key, token] = [process.env.AWS_ACCESS_KEY_ID]) => {
    const authorization = 'AWS4-HMAC-SHA256 Credential=' + [key, '20260810', region, service, 'aws4_request'].join('/');
    const headers = { authorization, ...(token === undefined ? {} : { 'x-amz-security-token': token }) };
    const response = await fetch(process.env.AWS_ENDPOINT_URL, { method: 'POST', headers, body: new URLSearchParams(body) });
    return { status: response.status, text: await response.text() };
  };
  const part = (text, name) => text.match(new RegExp('<' + name + '>([^<]*)'))?.[1];
  const enter = () => send('sts', '${HOME}', { Action: 'AssumeRole', RoleArn: '${ROLE}', RoleSessionName: 'function' });
  const entered = [];
  for (let count = 0; count < sessions; count += 1) entered.push(await enter());
  const { text } = entered[0];
  const session = [part(text, 'AccessKeyId'), part(text, 'SessionToken')];
  const called = [];
  for (const [account, region] of places)
    called.push(await send('ec2', region, { Action: 'DescribeVpcEndpoints' }, account === '${HUB}' ? undefined : session));
  const codeOf = ({ status, text }) => (status === 200 ? 'OK' : part(text, 'Code'));
  return { entered: entered.map(codeOf), called: called.map(codeOf) };
}`;

const limit = (actions: RegExp, capacity: number, code: string, status: number): ThrottleLimit => ({
  actions,
  capacity,
  refillPerSecond: 1e-6,
  code,
  message: 'Rate exceeded',
  status,
});

async function callAs(event: object) {
  const throttles = [
    limit(/^ec2:Describe/, 1, 'RequestLimitExceeded', 503),
    limit(/^sts:AssumeRole$/, 2, 'Throttling', 400),
  ];
  const { place, time } = await startOrganization({ throttles });
  const { iam } = place(MEMBER);
  iam.roles.create({ arn: ROLE, trust: [trustOf(HUB)] });
  iam.permissions.attach(ROLE, [allow('ec2:Describe*', '*')]);
  const aws = place(HUB);
  const functionArn = addFunction({ aws }, 'Caller', HANDLER);
  aws.permissions.attach(`arn:aws:iam::${HUB}:role/Caller`, [
    allow('sts:AssumeRole', ROLE),
    allow('ec2:*', '*'),
  ]);
  const began = time.now();
  const result = await whileTimePasses(time, aws.functions.invoke(functionArn, event));
  return { ...(result as { payload: object }).payload, place, seconds: (time.now() - began) / 1000 };
}

describe('the limits', () => {
  it('apply to each account and Region separately, for all callers', async () => {
    const places = [
      [MEMBER, HOME],
      [MEMBER, AWAY],
      [HUB, HOME],
      [MEMBER, HOME],
    ];
    const { place, seconds, ...outcomes } = await callAs({ places, sessions: 1 });
    expect(outcomes).toEqual({ entered: ['OK'], called: ['OK', 'OK', 'OK', 'RequestLimitExceeded'] });
    expect(place(MEMBER).throttles.refused).toEqual(new Map([['ec2:DescribeVpcEndpoints', 1]]));
    expect(place(HUB).throttles.refused).toEqual(new Map());
    // Invocation, minimum work, and the time of the throttled call, for which the function waits.
    expect(seconds).toBeCloseTo(0.1 + 0.3 + 0.04);
  });

  it('of STS apply to the account of the caller', async () => {
    const { place, ...outcomes } = await callAs({ places: [], sessions: 3 });
    expect(outcomes).toMatchObject({ entered: ['OK', 'OK', 'Throttling'] });
    expect(place(HUB).throttles.refused).toEqual(new Map([['sts:AssumeRole', 1]]));
  });
});
