import {
  CloudTrailClient,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
  LookupEventsCommand,
} from '@aws-sdk/client-cloudtrail';
import { afterEach, describe, expect, it } from 'vitest';
import { Ec2EndpointClient } from '../../../../local/aws/ec2-endpoint-client.js';
import { closeAccounts, STACK, startAccount } from '../local-account.js';

afterEach(closeAccounts);

async function startWithOwner() {
  const account = await startAccount();
  const { aws, time, serviceName } = account;
  const owner = new Ec2EndpointClient({ place: STACK, time, endpoints: aws.endpoints, trail: aws.trail });
  const create = () => owner.create({ serviceName }).endpointId;
  const reported = async () => {
    await time.run();
    return account.events.map(({ detail }) => (detail as { readonly eventName: string }).eventName);
  };
  return { ...account, owner, create, reported };
}

const trailsSeen = async () => (await new CloudTrailClient().send(new DescribeTrailsCommand({}))).trailList;

describe('the trail', () => {
  it('is described, logs, and has management write events', async () => {
    const { aws } = await startWithOwner();
    const [trail] = (await trailsSeen()) ?? [];
    expect(trail).toMatchObject({ IsMultiRegionTrail: true, HomeRegion: 'eu-west-1' });
    const status = () => new CloudTrailClient().send(new GetTrailStatusCommand({ Name: trail?.TrailARN }));
    const selectors = () =>
      new CloudTrailClient().send(new GetEventSelectorsCommand({ TrailName: trail?.TrailARN }));
    expect((await status()).IsLogging).toBe(true);
    expect((await selectors()).EventSelectors).toMatchObject([
      { ReadWriteType: 'All', IncludeManagementEvents: true },
    ]);
    aws.trail.mode = 'read-only';
    expect((await selectors()).EventSelectors).toMatchObject([{ ReadWriteType: 'ReadOnly' }]);
    aws.trail.mode = 'stopped';
    expect((await status()).IsLogging).toBe(false);
    aws.trail.mode = 'none';
    expect(await trailsSeen()).toEqual([]);
    await expect(status()).rejects.toMatchObject({ name: 'TrailNotFoundException' });
  });

  it.each(['none', 'stopped', 'read-only'] as const)('that is %s puts no events on the bus', async (mode) => {
    const { aws, create, reported } = await startWithOwner();
    aws.trail.mode = mode;
    create();
    expect(await reported()).toEqual([]);
  });

  it('loses as many records as configured', async () => {
    const { aws, owner, create, reported } = await startWithOwner();
    aws.trail.lose(1);
    owner.delete([create()]);
    expect(await reported()).toEqual(['DeleteVpcEndpoints']);
  });

  it('has a history of calls by endpoint id, without a trail too', async () => {
    const { aws, owner, create, time } = await startWithOwner();
    aws.trail.mode = 'none';
    const [mine, other] = [create(), create()];
    await time.run(60);
    owner.delete([mine, other]);
    const lookUp = (AttributeValue: string) =>
      new CloudTrailClient().send(
        new LookupEventsCommand({
          LookupAttributes: [{ AttributeKey: 'ResourceName', AttributeValue }],
        }),
      );
    const { Events = [] } = await lookUp(mine);
    expect(Events.map(({ EventName }) => EventName)).toEqual(['DeleteVpcEndpoints', 'CreateVpcEndpoint']);
    expect(Events[1]?.EventTime).toEqual(new Date('2026-08-10T03:05:00Z'));
    expect(JSON.parse(Events[1]?.CloudTrailEvent ?? '')).toMatchObject({ eventName: 'CreateVpcEndpoint' });
    expect((await lookUp('vpce-0')).Events).toEqual([]);
  });
});

describe('a deletion', () => {
  it('of one is recorded with an object, of several with an array', async () => {
    const { aws, owner, create } = await startWithOwner();
    const [a, b, c] = [create(), create(), create()];
    owner.delete([a]);
    owner.delete([b, c]);
    const requests = aws.trail.history.slice(3).map(({ record }) => record.requestParameters);
    expect(requests).toEqual([
      { DeleteVpcEndpointsRequest: { VpcEndpointId: { tag: 1, content: a } } },
      {
        DeleteVpcEndpointsRequest: {
          VpcEndpointId: [
            { tag: 1, content: b },
            { tag: 2, content: c },
          ],
        },
      },
    ]);
  });

  it('is recorded with what was not deleted: nothing, an item, or items', async () => {
    const { aws, owner, create } = await startWithOwner();
    const [a, b] = [create(), create()];
    owner.delete([a, b], [b]);
    owner.delete([b]);
    owner.delete([a, 'vpce-0']);
    const unsuccessful = aws.trail.history.slice(2).map(({ record }) => {
      const { DeleteVpcEndpointsResponse } = record.responseElements as Record<
        string,
        { unsuccessful: unknown }
      >;
      return DeleteVpcEndpointsResponse?.unsuccessful;
    });
    expect(unsuccessful).toMatchObject([
      { item: { resourceId: b, error: { code: 'OperationNotPermitted' } } },
      '',
      { item: [{ resourceId: a }, { resourceId: 'vpce-0' }] },
    ]);
    expect([a, b].map((id) => aws.endpoints.isDeleted(id))).toEqual([true, true]);
  });
});
