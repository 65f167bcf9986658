/** Tests the parser with records in CloudTrail's form. */
import { afterEach, describe, expect, it } from 'vitest';
import { parseEndpointEvent } from '../../lambda/events/endpoint-event.js';
import type { NewVpcEndpoint } from '../../local/aws/ec2/vpc-endpoints.js';
import { Ec2EndpointClient } from '../../local/aws/ec2-endpoint-client.js';
import { closeAccounts, STACK, startAccount } from '../local/aws/local-account.js';

afterEach(closeAccounts);

/** A user who creates endpoints, and the resulting records on the bus. */
async function startOwner() {
  const account = await startAccount();
  const { aws, time, serviceName } = account;
  const { endpoints, trail } = aws;
  const owner = new Ec2EndpointClient({ place: STACK, time, endpoints, trail });
  const deliveries: { readonly detail: unknown }[] = [];
  aws.bus.listen((event) => {
    if (event.source === 'aws.ec2') deliveries.push(event);
  });
  const recorded = async () => {
    await time.run(900);
    return deliveries.map((delivery) => ({ delivery, parsed: parseEndpointEvent(delivery) }));
  };
  const create = (more: Partial<NewVpcEndpoint> = {}) => owner.create({ serviceName, ...more });
  return { owner, recorded, create, serviceName };
}

describe('a creation as CloudTrail records it', () => {
  it.each<[string, Partial<NewVpcEndpoint>]>([
    ['without tags', {}],
    ['with one tag', { tags: { team: 'a' } }],
    [
      'with tags that are no texts in the record',
      { tags: { atlas: 'true', 7: '12', no: 'null', empty: '' } },
    ],
    ['with one subnet and many groups', { subnetIds: ['subnet-1'], securityGroupIds: ['sg-1', 'sg-2'] }],
    ['without subnets and groups', { subnetIds: [], securityGroupIds: [] }],
    ['with private DNS', { privateDnsEnabled: true }],
  ])('%s is accepted', async (_wording, more) => {
    const { create, recorded } = await startOwner();
    const { endpointId } = create(more);
    const [first] = await recorded();
    expect(first?.parsed).toMatchObject({
      kind: 'accepted',
      event: { kind: 'created', endpointId, account: STACK.account, region: STACK.region },
    });
  });

  it('may contain numbers, booleans and absent keys', async () => {
    const { create, recorded } = await startOwner();
    create({ tags: { atlas: 'true' }, securityGroupIds: [] });
    create();
    const [tagged, plain] = (await recorded()).map(({ delivery }) => delivery.detail);
    expect(tagged).toMatchObject({
      requestParameters: {
        CreateVpcEndpointRequest: {
          SubnetId: { tag: 1, content: expect.any(String) },
          TagSpecification: {
            ResourceType: 'vpc-endpoint',
            tag: 1,
            Tag: { Key: 'atlas', Value: true, tag: 1 },
          },
        },
      },
      responseElements: {
        CreateVpcEndpointResponse: {
          vpcEndpoint: {
            ownerId: 111122223333,
            privateDnsEnabled: false,
            groupSet: '',
            tagSet: { item: { key: 'atlas', value: true } },
          },
        },
      },
    });
    expect(JSON.stringify(plain)).not.toMatch(/TagSpecification|tagSet|PrivateDnsEnabled|\[\]/);
    expect(JSON.stringify(tagged)).not.toContain('SecurityGroupId');
  });

  it('that failed, of a gateway, or of AWS itself is ignored', async () => {
    const { create, owner, recorded, serviceName } = await startOwner();
    owner.failToCreate({ serviceName }, { code: 'VpcEndpointLimitExceeded', message: 'Too many endpoints' });
    create({ serviceName: 'com.amazonaws.eu-west-1.s3', type: 'Gateway' });
    create({ serviceName: 'com.amazonaws.eu-west-1.ssm' });
    const all = await recorded();
    expect(all.map(({ parsed }) => parsed)).toMatchObject([
      { kind: 'ignored', reason: expect.stringContaining('Client.VpcEndpointLimitExceeded') },
      { kind: 'ignored' },
      { kind: 'ignored' },
    ]);
    expect(all[0]?.delivery.detail).toMatchObject({ responseElements: null });
  });
});

describe('a deletion as CloudTrail records it', () => {
  it.each<[number, number]>([
    [1, 0],
    [1, 1],
    [2, 0],
    [2, 1],
    [3, 2],
    [2, 2],
  ])('of %d endpoints, of which %d were not deleted, names the others', async (count, staying) => {
    const { create, owner, recorded } = await startOwner();
    const ids = Array.from({ length: count }, () => create().endpointId);
    owner.delete(ids, ids.slice(0, staying));
    const deletion = (await recorded()).at(-1);
    const deleted = ids.slice(staying);
    expect(deletion?.parsed).toMatchObject(
      deleted.length === 0
        ? { kind: 'ignored' }
        : { kind: 'accepted', event: { kind: 'deleted', endpointIds: deleted } },
    );
    const unsuccessful = staying === 0 ? '' : { item: expect.anything() };
    expect(deletion?.delivery.detail).toMatchObject({
      responseElements: { DeleteVpcEndpointsResponse: { unsuccessful } },
    });
  });

  it('that failed as a whole is ignored', async () => {
    const { create, owner, recorded } = await startOwner();
    const { endpointId } = create();
    owner.failToDelete([endpointId], { code: 'UnauthorizedOperation', message: 'You may not' });
    const deletion = (await recorded()).at(-1);
    expect(deletion?.parsed).toMatchObject({ kind: 'ignored' });
    expect(deletion?.delivery.detail).toMatchObject({
      errorCode: 'Client.UnauthorizedOperation',
      responseElements: null,
    });
  });
});
