import { describe, expect, it } from 'vitest';
import { parseEndpointEvent } from '../../lambda/events/endpoint-event.js';
import type { ServedPlace } from '../../lambda/events/served-place.js';
import { createVpcEndpointDelivery } from './create-vpc-endpoint-delivery.js';
import { deleteVpcEndpointsDelivery, FIRST_ID } from './delete-vpc-endpoints-delivery.js';
import { stackResourceDelivery, withStatus } from './stack-resource-delivery.js';

const HERE: ServedPlace = { account: '111122223333', region: 'eu-west-1' };
const OTHER = '444455556666';

const tagDelivery = (envelope: object = {}, { account = HERE.account, region = HERE.region } = {}) => ({
  source: 'aws.tag',
  account: HERE.account,
  region: HERE.region,
  id: 'a1b2',
  time: '2026-08-10T03:05:10Z',
  resources: [`arn:aws:ec2:${region}:${account}:vpc-endpoint/${FIRST_ID}`],
  detail: { service: 'ec2', 'resource-type': 'vpc-endpoint' },
  ...envelope,
});

const stackOf = (region: string, account: string) =>
  `arn:aws:cloudformation:${region}:${account}:stack/network/0a1b2c3d`;

const FORWARDED: readonly (readonly [string, Record<string, unknown>])[] = [
  [
    'a creation of another account',
    { ...createVpcEndpointDelivery({ recipientAccountId: OTHER }), account: OTHER },
  ],
  [
    'a creation whose record alone is of another account',
    createVpcEndpointDelivery({ recipientAccountId: OTHER }),
  ],
  [
    'a creation whose envelope alone is of another account',
    { ...createVpcEndpointDelivery(), account: OTHER },
  ],
  [
    'a creation whose record alone is of another Region',
    createVpcEndpointDelivery({ awsRegion: 'us-east-1' }),
  ],
  [
    'a creation whose envelope alone is of another Region',
    { ...createVpcEndpointDelivery(), region: 'us-east-1' },
  ],
  [
    'a creation of an endpoint that another account owns',
    createVpcEndpointDelivery({
      responseElements: { vpcEndpoint: { vpcEndpointId: FIRST_ID, ownerId: 444_455_556_666 } },
    }),
  ],
  ['a deletion of another account', deleteVpcEndpointsDelivery([FIRST_ID], { recipientAccountId: OTHER })],
  ['a deletion of another Region', { ...deleteVpcEndpointsDelivery(), region: 'us-east-1' }],
  [
    'a malformed record of another account',
    createVpcEndpointDelivery({ recipientAccountId: OTHER, eventTime: 1 }),
  ],
  ['a tag of another account', tagDelivery({}, { account: OTHER })],
  ['a tag of another Region', tagDelivery({}, { region: 'us-east-1' })],
  ['a tag in an envelope of another account', tagDelivery({ account: OTHER })],
  ['a tag in an envelope of another Region', tagDelivery({ region: 'us-east-1' })],
  ['a resource of a stack in an envelope of another account', stackResourceDelivery({}, { account: OTHER })],
  [
    'a resource of a stack in an envelope of another Region',
    stackResourceDelivery({}, { region: 'us-east-1' }),
  ],
  [
    'a resource of a stack of another account',
    stackResourceDelivery({ 'stack-id': stackOf('eu-west-1', OTHER) }),
  ],
  [
    'a resource of a stack of another Region',
    stackResourceDelivery({}, { resources: [stackOf('us-east-1', HERE.account)] }),
  ],
  [
    'a deletion by a stack of another account',
    withStatus('DELETE_COMPLETE', { 'stack-id': stackOf('eu-west-1', OTHER) }),
  ],
];

describe('an event that was forwarded', () => {
  it.each(FORWARDED)('is ignored with a reason: %s', (_, delivery) => {
    expect(parseEndpointEvent(delivery, HERE)).toMatchObject({
      kind: 'ignored',
      isForwarded: true,
      reason: expect.stringMatching(/^the event is of .*(444455556666|us-east-1)/),
    });
  });
});

describe('an event of the served account and Region', () => {
  it.each([
    ['a creation', createVpcEndpointDelivery()],
    [
      'a creation whose owner is a number',
      createVpcEndpointDelivery({
        responseElements: { vpcEndpoint: { vpcEndpointId: FIRST_ID, ownerId: 111_122_223_333 } },
      }),
    ],
    ['a deletion', deleteVpcEndpointsDelivery()],
    ['a tag', tagDelivery()],
    ['a resource of a stack', stackResourceDelivery()],
  ])('is accepted: %s', (_, delivery) => {
    expect(parseEndpointEvent(delivery, HERE).kind).toBe('accepted');
  });

  it('is accepted if its account begins with zeros that a number has lost', () => {
    const delivery = {
      ...createVpcEndpointDelivery({ recipientAccountId: 12_345_678 }),
      account: '000012345678',
    };
    expect(parseEndpointEvent(delivery, { ...HERE, account: '000012345678' })).toMatchObject({
      kind: 'accepted',
      event: { account: '000012345678' },
    });
  });
});
