/** What the roles of members refuse, by the synthesized policies. */
import { CreateTagsCommand, DeleteVpcEndpointsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';
import { DEFAULT_NAMESPACE, externalIdOf, HUB_ROLE_TAG } from '../../lambda/contract/members.js';
import type { OrganizationWorld } from '../../local/organization-world.js';
import { HOME, HUB, MEMBER, MEMBER_ROLE, OUTSIDE, runFor, SECOND, startHub } from './hub-world.js';

const roleArnOf = (account: string, name = MEMBER_ROLE) => `arn:aws:iam::${account}:role/${name}`;
const EXTERNAL_ID = externalIdOf({ account: HUB, region: HOME, namespace: DEFAULT_NAMESPACE });

/** Settings of a client of somebody who has this role. */
function settingsOf(world: OrganizationWorld, account: string, roleArn: string) {
  const accessKeyId = `KEY${account}${roleArn.length}`;
  world.cloud.callers.addPerson(accessKeyId, { account, roleArn });
  const credentials = { accessKeyId, secretAccessKey: 'local' };
  return { endpoint: world.cloud.server.url, region: HOME, credentials, maxAttempts: 1 };
}

/** @returns name of the refusal; undefined for a call that was answered */
async function refusalOf(call: Promise<unknown>): Promise<string | undefined> {
  return call.then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.name : String(error)),
  );
}

const REFUSED = /AccessDenied|UnauthorizedOperation/;

describe('the role of a member', () => {
  const begin = async () => {
    const world = await startHub();
    const settings = settingsOf(world, MEMBER, roleArnOf(MEMBER));
    const endpoint = world.place(MEMBER).createVpcEndpoint();
    const { endpointId } = endpoint;
    await runFor(world, 60);
    const [ec2, ssm] = [new EC2Client(settings), new SSMClient(settings)];
    const tag = (resource: string, ...keys: string[]) =>
      refusalOf(
        ec2.send(
          new CreateTagsCommand({ Resources: [resource], Tags: keys.map((Key) => ({ Key, Value: 'x' })) }),
        ),
      );
    const put = (Name: string) =>
      refusalOf(ssm.send(new PutParameterCommand({ Name, Value: 'x', Type: 'String', Overwrite: true })));
    const get = (Name: string) => refusalOf(ssm.send(new GetParameterCommand({ Name })));
    return { settings, endpoint, endpointId, ec2, tag, put, get };
  };

  it('tags endpoints with the status keys, and nothing else', async () => {
    const { endpointId, tag } = await begin();
    expect(await tag(endpointId, 'atlas-privatelink:status')).toBeUndefined();
    expect(await tag(endpointId, 'atlas')).toMatch(REFUSED);
    expect(await tag(endpointId, 'atlas-privatelink:status', 'atlas')).toMatch(REFUSED);
    expect(await tag('vpc-0a1b2c3d4e5f60718', 'atlas-privatelink:status')).toBeDefined();
  });

  it('deletes no endpoint, and reads no secret', async () => {
    const { settings, endpoint, endpointId, ec2 } = await begin();
    const deletion = new DeleteVpcEndpointsCommand({ VpcEndpointIds: [endpointId] });
    expect(await refusalOf(ec2.send(deletion))).toBeDefined();
    expect(endpoint.deletedAt).toBeUndefined();
    const secrets = new SecretsManagerClient(settings);
    const read = new GetSecretValueCommand({ SecretId: 'atlas/automation' });
    expect(await refusalOf(secrets.send(read))).toMatch(REFUSED);
  });

  it('writes parameters of links and connection strings alone', async () => {
    const { put, get } = await begin();
    expect(await put('/atlas-privatelink/links/vpce-0a1b2c3d4e5f60718')).toBeUndefined();
    for (const name of [
      '/other',
      '/atlas-privatelink-links/x',
      '/atlas-privatelink/member/default',
      '/atlas-privatelink/members/default/1/2',
      '/atlas-privatelink/automations/x',
    ])
      expect([name, await put(name)]).toEqual([name, expect.stringMatching(REFUSED)]);
    expect(await get('/other')).toMatch(REFUSED);
  });

  it('publishes events of the automation alone, on the default bus alone', async () => {
    const { settings } = await begin();
    const bus = new EventBridgeClient(settings);
    const publish = (Source: string, EventBusName: string) =>
      refusalOf(
        bus.send(
          new PutEventsCommand({ Entries: [{ Source, EventBusName, DetailType: 'x', Detail: '{}' }] }),
        ),
      );
    expect(await publish('atlas-privatelink', 'default')).toBeUndefined();
    expect(await publish('custom', 'default')).toMatch(REFUSED);
    expect(await publish('atlas-privatelink', 'other')).toMatch(REFUSED);
  });
});

describe('the role of a member is assumed', () => {
  /** A role that may assume every role, in whatever account it is. */
  const assumeAs = async (
    account: string,
    tags: Readonly<Record<string, string>>,
    ExternalId: string | undefined = EXTERNAL_ID,
  ) => {
    const world = await startHub();
    const arn = roleArnOf(account, 'Somebody');
    const iam = world.cloud.account(account);
    iam.roles.put({ arn, trust: [], tags: new Map(Object.entries(tags)) });
    iam.permissions.attach(arn, [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' }]);
    const sts = new STSClient(settingsOf(world, account, arn));
    const input = { RoleArn: roleArnOf(MEMBER), RoleSessionName: 'somebody' };
    return refusalOf(
      sts.send(new AssumeRoleCommand({ ...input, ...(ExternalId === '' ? {} : { ExternalId }) })),
    );
  };
  const TAG = { [HUB_ROLE_TAG]: DEFAULT_NAMESPACE };

  it("by a role of the hub's account with the tag and the external id", async () => {
    expect(await assumeAs(HUB, TAG)).toBeUndefined();
  });

  it.each([
    ["of the hub's account without the tag", HUB, {}, EXTERNAL_ID],
    ['with the tag of another namespace', HUB, { [HUB_ROLE_TAG]: 'other' }, EXTERNAL_ID],
    ['with a wrong external id', HUB, TAG, EXTERNAL_ID.replace(DEFAULT_NAMESPACE, 'other')],
    ['without an external id', HUB, TAG, ''],
    ['of another member', SECOND, TAG, EXTERNAL_ID],
    ['of an account outside', OUTSIDE, TAG, EXTERNAL_ID],
    ['of its own account', MEMBER, TAG, EXTERNAL_ID],
  ])('by no role %s', async (_, account, tags, externalId) => {
    expect(await assumeAs(account, tags, externalId)).toMatch(REFUSED);
  });
});
