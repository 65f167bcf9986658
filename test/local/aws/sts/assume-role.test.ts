import { DescribeVpcEndpointsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  type Credentials,
  GetCallerIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import { afterEach, describe, expect, it } from 'vitest';
import { administratorOf } from '../../../../local/aws/callers.js';
import type { Statement } from '../../../../local/aws/iam/permissions.js';
import type { ResourceStatement } from '../../../../local/aws/iam/resource-policy.js';
import {
  AWAY,
  allow,
  closeOrganizations,
  HOME,
  HUB,
  MANAGEMENT,
  MEMBER,
  ORGANIZATION,
  STRANGER,
  signedBy,
  startOrganization,
  type TestOrganization,
  trustOf,
} from '../local-organization.js';

afterEach(closeOrganizations);

const ROLE = `arn:aws:iam::${MEMBER}:role/Reader`;
const EXTERNAL_ID = 'hub/111122223333';
const CONDITIONS = {
  StringEquals: { 'sts:ExternalId': EXTERNAL_ID, 'aws:PrincipalOrgID': ORGANIZATION },
  ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${HUB}:role/Hub*` },
};
const PARAMETERS = allow('ssm:*', `arn:aws:ssm:*:${MEMBER}:parameter/hub/*`);

interface Setup {
  readonly trust?: readonly ResourceStatement[];
  readonly permissions?: readonly Statement[];
  readonly hub?: readonly Statement[];
  readonly maxSessionSeconds?: number;
}

/** Creates a role in the member, and a caller in the hub that may assume roles of this name. */
async function start(setup: Setup = {}): Promise<TestOrganization> {
  const world = await startOrganization();
  const { iam } = world.place(MEMBER);
  const { trust = [trustOf(HUB, CONDITIONS)], permissions = [PARAMETERS], maxSessionSeconds } = setup;
  iam.roles.create({ arn: ROLE, trust, maxSessionSeconds });
  iam.permissions.attach(ROLE, permissions);
  const mayAssume = allow('sts:AssumeRole', 'arn:aws:iam::*:role/Reader');
  world.place(HUB).addPerson('HubRole', setup.hub ?? [mayAssume]);
  world.place(HUB).addPerson('Other', [mayAssume]);
  world.place(STRANGER).addPerson('HubRole2', [mayAssume]);
  return world;
}

async function assume(
  more: Partial<AssumeRoleCommandInput> = {},
  { key = 'HubRole', region = HOME } = {},
): Promise<Credentials> {
  const input = { RoleArn: ROLE, RoleSessionName: 'execution-1', ExternalId: EXTERNAL_ID, ...more };
  const { Credentials } = await new STSClient(signedBy(key, region)).send(new AssumeRoleCommand(input));
  if (Credentials === undefined) throw new Error('No credentials');
  return Credentials;
}

function clientOptions({ AccessKeyId = '', SecretAccessKey = '', SessionToken }: Credentials, region = HOME) {
  const sessionToken = SessionToken === undefined ? {} : { sessionToken: SessionToken };
  const credentials = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, ...sessionToken };
  return { region, credentials, maxAttempts: 1 };
}

const put = (Name = '/hub/a') => new PutParameterCommand({ Name, Value: 'v', Type: 'String' });
const describeEndpoints = () => new DescribeVpcEndpointsCommand({});

describe('an assumed role', () => {
  it('has the permissions of the role in its account, in every Region', async () => {
    const { place, time } = await start();
    const credentials = await assume();
    for (const region of [HOME, AWAY]) await new SSMClient(clientOptions(credentials, region)).send(put());
    const names = (account: string, region: string) =>
      place(account, region).parameters.all.map(({ name }) => name);
    expect([names(MEMBER, HOME), names(MEMBER, AWAY), names(HUB, HOME)]).toEqual([
      ['/hub/a'],
      ['/hub/a'],
      [],
    ]);
    const identity = await new STSClient(clientOptions(credentials)).send(new GetCallerIdentityCommand({}));
    expect(identity).toMatchObject({
      Account: MEMBER,
      Arn: `arn:aws:sts::${MEMBER}:assumed-role/Reader/execution-1`,
    });
    expect(credentials.Expiration?.getTime()).toBe(time.now() + 3600_000);
  });

  it('is allowed what its policies allow, and has the ARN of its session', async () => {
    await start();
    const credentials = await assume();
    const session = `arn:aws:sts::${MEMBER}:assumed-role/Reader/execution-1`;
    await expect(new SSMClient(clientOptions(credentials)).send(put('/other'))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: `User: ${session} is not authorized to perform: ssm:PutParameter on resource: arn:aws:ssm:${HOME}:${MEMBER}:parameter/other because no identity-based policy allows the ssm:PutParameter action`,
    });
    await expect(new EC2Client(clientOptions(credentials)).send(describeEndpoints())).rejects.toMatchObject({
      name: 'UnauthorizedOperation',
      message: `You are not authorized to perform this operation. User: ${session} is not authorized to perform: ec2:DescribeVpcEndpoints because no identity-based policy allows the ec2:DescribeVpcEndpoints action.`,
    });
  });

  it('can be restricted by a session policy', async () => {
    await start();
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [allow('ssm:GetParameter', '*')],
    });
    const client = new SSMClient(clientOptions(await assume({ Policy })));
    await expect(client.send(put())).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await expect(client.send(new GetParameterCommand({ Name: '/hub/a' }))).rejects.toMatchObject({
      name: 'ParameterNotFound',
    });
  });

  it('has credentials for the requested time, in world time', async () => {
    const { time } = await start();
    const credentials = await assume({ DurationSeconds: 900 });
    await time.run(899);
    await new SSMClient(clientOptions(credentials)).send(put());
    await time.run(1);
    const refusals = [
      new SSMClient(clientOptions(credentials)).send(put()),
      new EC2Client(clientOptions(credentials)).send(describeEndpoints()),
      new STSClient(clientOptions(credentials)).send(new GetCallerIdentityCommand({})),
    ];
    const names = await Promise.all(refusals.map((call) => call.catch(({ name }) => name)));
    expect(names).toEqual(['ExpiredTokenException', 'RequestExpired', 'ExpiredToken']);
  });

  it.each<[string, (own: Credentials, other: Credentials) => Credentials]>([
    ['without its token', (own) => ({ ...own, SessionToken: undefined })],
    ['with the token of another session', (own, { SessionToken }) => ({ ...own, SessionToken })],
    ['with an unknown access key', (own) => ({ ...own, AccessKeyId: 'ASIANOBODY' })],
  ])('is refused %s', async (_, change) => {
    await start();
    const credentials = change(await assume(), await assume());
    const refusals = [
      new SSMClient(clientOptions(credentials)).send(put()),
      new EC2Client(clientOptions(credentials)).send(describeEndpoints()),
      new STSClient(clientOptions(credentials)).send(new GetCallerIdentityCommand({})),
    ];
    const names = await Promise.all(refusals.map((call) => call.catch(({ name }) => name)));
    expect(names).toEqual(['UnrecognizedClientException', 'AuthFailure', 'InvalidClientTokenId']);
  });

  it('becomes invalid when its role is deleted, even if a role of that name is created again', async () => {
    const { roles } = (await start()).place(MEMBER).iam;
    const client = new SSMClient(clientOptions(await assume()));
    roles.delete(ROLE);
    await expect(client.send(put())).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
    await expect(assume()).rejects.toMatchObject({ name: 'AccessDenied' });
    roles.create({ arn: ROLE, trust: [trustOf(HUB)] });
    await expect(client.send(put())).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
    await new SSMClient(clientOptions(await assume())).send(put());
  });
});

describe('a role is not assumed', () => {
  const caller = (account: string, role: string) => `arn:aws:sts::${account}:assumed-role/${role}/${role}`;

  it.each<[string, Partial<AssumeRoleCommandInput>, string, string]>([
    ['with another external id', { ExternalId: 'hub/another' }, 'HubRole', caller(HUB, 'HubRole')],
    ['without the external id', { ExternalId: undefined }, 'HubRole', caller(HUB, 'HubRole')],
    ['by another role of the account', {}, 'Other', caller(HUB, 'Other')],
    ['from outside the organization', {}, 'HubRole2', caller(STRANGER, 'HubRole2')],
    [
      'that does not exist',
      { RoleArn: `arn:aws:iam::${MANAGEMENT}:role/Reader` },
      'HubRole',
      caller(HUB, 'HubRole'),
    ],
    [
      'of an account that does not exist',
      { RoleArn: 'arn:aws:iam::123412341234:role/Reader' },
      'HubRole',
      caller(HUB, 'HubRole'),
    ],
  ])('%s', async (_, more, key, arn) => {
    const trust = [
      trustOf(HUB, CONDITIONS),
      trustOf(STRANGER, { StringEquals: { 'aws:PrincipalOrgID': ORGANIZATION } }),
    ];
    await start({ trust });
    await expect(assume(more, { key })).rejects.toMatchObject({
      name: 'AccessDenied',
      message: `User: ${arn} is not authorized to perform: sts:AssumeRole on resource: ${more.RoleArn ?? ROLE}`,
    });
  });

  it('if the policy of the caller does not allow it', async () => {
    await start({ hub: [allow('sts:AssumeRole', 'arn:aws:iam::*:role/Another')] });
    await expect(assume()).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining('because no identity-based policy allows the sts:AssumeRole action'),
    });
  });

  it('if the trust policy denies it', async () => {
    const denied: ResourceStatement = { ...trustOf(HUB), Effect: 'Deny' };
    await start({ trust: [trustOf(HUB), denied] });
    await expect(assume()).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  it('in its own account, if it does not trust the caller', async () => {
    await start({ trust: [trustOf(HUB)] });
    await expect(assume({}, { key: administratorOf(MEMBER) })).rejects.toMatchObject({
      name: 'AccessDenied',
    });
    await start({ trust: [trustOf(MEMBER)] });
    await assume({}, { key: administratorOf(MEMBER) });
  });

  it.each<[string, Partial<AssumeRoleCommandInput>, RegExp]>([
    [
      'a session name of one character',
      { RoleSessionName: 'x' },
      /'roleSessionName' .* length greater than or equal to 2/,
    ],
    ['a session name of 65 characters', { RoleSessionName: 'x'.repeat(65) }, /less than or equal to 64/],
    [
      'a session name with a colon',
      { RoleSessionName: 'a:b' },
      /regular expression pattern: \[\\w\+=,\.@-\]\*/,
    ],
    ['an external id with a space', { ExternalId: 'a b' }, /'externalId' failed to satisfy/],
    ['a duration of less than 15 minutes', { DurationSeconds: 899 }, /greater than or equal to 900/],
    ['a duration of more than 12 hours', { DurationSeconds: 43_201 }, /less than or equal to 43200/],
    ['an ARN that is not that of a role', { RoleArn: `arn:aws:iam::${MEMBER}:user/Reader` }, /is invalid/],
  ])('with %s', async (_, more, message) => {
    await start();
    await expect(assume(more)).rejects.toMatchObject({
      name: 'ValidationError',
      message: expect.stringMatching(message),
    });
  });

  it('for longer than the role allows, or for longer than an hour with role chaining', async () => {
    await start({ trust: [trustOf(HUB), trustOf(HUB)], maxSessionSeconds: 7200 });
    await expect(assume({ DurationSeconds: 3601 })).rejects.toMatchObject({
      message: expect.stringContaining('1 hour session limit for roles assumed by role chaining'),
    });
    const key = administratorOf(HUB);
    await assume({ DurationSeconds: 7200 }, { key });
    await expect(assume({ DurationSeconds: 7201 }, { key })).rejects.toMatchObject({
      message: expect.stringContaining('exceeds the MaxSessionDuration set for this role'),
    });
  });

  it('by a principal with wildcards, because IAM refuses such a trust policy', async () => {
    const Principal = { AWS: `arn:aws:iam::${HUB}:role/*` };
    await expect(start({ trust: [{ ...trustOf(HUB), Principal }] })).rejects.toMatchObject({
      code: 'MalformedPolicyDocument',
    });
  });
});

describe('a disabled Region', () => {
  it('is refused with the error of each API, only in that account and Region', async () => {
    const { place } = await start({ permissions: [PARAMETERS, allow('ec2:*', '*')] });
    const credentials = await assume();
    place(MEMBER).iam.switchRegionOff(AWAY);
    await expect(new SSMClient(clientOptions(credentials, AWAY)).send(put())).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
    });
    const ec2 = () => new EC2Client(clientOptions(credentials, AWAY)).send(describeEndpoints());
    await expect(ec2()).rejects.toMatchObject({ name: 'AuthFailure' });
    place(MEMBER).iam.switchRegionOff(AWAY, 'OptInRequired');
    await expect(ec2()).rejects.toMatchObject({ name: 'OptInRequired' });
    await new EC2Client(clientOptions(credentials, HOME)).send(describeEndpoints());
    place(MEMBER).iam.switchRegionOn(AWAY);
    await ec2();
  });

  it('has no STS, for the caller or for the role', async () => {
    for (const account of [HUB, MEMBER]) {
      const { place } = await start();
      place(account).iam.switchRegionOff(AWAY);
      await assume({}, { region: HOME });
      await expect(assume({}, { region: AWAY })).rejects.toMatchObject({
        name: 'RegionDisabledException',
        message: `STS is not activated in this region for account:${account}. Your account administrator can activate STS in this region using the IAM Console.`,
      });
    }
  });

  it('is any Region that the world does not have', async () => {
    await start();
    await expect(
      new SSMClient(signedBy(administratorOf(HUB), 'ap-east-1')).send(put()),
    ).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
    });
  });
});
