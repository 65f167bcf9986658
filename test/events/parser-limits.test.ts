import { describe, expect, it } from 'vitest';
import type { EndpointEvent } from '../../lambda/events/accepted-events.js';
import { parseEndpointEvent } from '../../lambda/events/endpoint-event.js';
import { createVpcEndpointDelivery } from './create-vpc-endpoint-delivery.js';
import { deleteVpcEndpointsDelivery, FIRST_ID } from './delete-vpc-endpoints-delivery.js';

const DEPTH = 50_000;

function nested(key: string, inside: unknown = 1): unknown {
  let value = inside;
  for (let level = 0; level < DEPTH; level += 1) value = { [key]: value };
  return value;
}

function nestedLists(): unknown {
  let value: unknown = 1;
  for (let level = 0; level < DEPTH; level += 1) value = [value];
  return value;
}

const messageOf = (parsed: EndpointEvent): string => {
  if (parsed.kind === 'accepted')
    return parsed.event.kind === 'deleted' ? parsed.event.issues.join('; ') : '';
  return parsed.kind === 'malformed' ? parsed.issues.join('; ') : parsed.reason;
};

const DEEP: readonly (readonly [string, unknown])[] = [
  ['item', nested('item')],
  ['member', nested('member')],
  ['content', nested('content')],
  ['anything', nested('x')],
  ['__proto__', JSON.parse(`${'{"__proto__":'.repeat(2000)}1${'}'.repeat(2000)}`)],
  ['constructor', nested('constructor')],
  ['lists', nestedLists()],
];

const FIELDS = [
  'eventName',
  'eventID',
  'eventTime',
  'errorCode',
  'awsRegion',
  'recipientAccountId',
  'requestParameters',
  'responseElements',
];

describe('the parser', () => {
  it.each(DEEP)('handles a record with deeply nested %s, at any place', (_, value) => {
    const deliveries = FIELDS.flatMap((field) => [
      createVpcEndpointDelivery({ [field]: value }),
      deleteVpcEndpointsDelivery([FIRST_ID], { [field]: value }),
    ]);
    const inside = [
      deleteVpcEndpointsDelivery([value]),
      deleteVpcEndpointsDelivery([], { requestParameters: { VpcEndpointId: value } }),
      deleteVpcEndpointsDelivery([FIRST_ID], { responseElements: { unsuccessful: value } }),
      { source: 'aws.tag', detail: { service: 'ec2', 'resource-type': 'vpc-endpoint' }, resources: value },
      { source: 'aws.tag', detail: { service: value, 'resource-type': value } },
      { detail: value },
      value,
    ];
    for (const delivery of [...deliveries, ...inside])
      expect(messageOf(parseEndpointEvent(delivery)).length).toBeLessThan(1000);
  });

  it('names a few of very many wrong ids, and the number of the others', () => {
    const ids = Array.from({ length: 2000 }, (_, index) => `vpce-wrong-${index}`);
    const wording = messageOf(parseEndpointEvent(deleteVpcEndpointsDelivery(ids)));
    expect(wording).toContain('"vpce-wrong-0"');
    expect(wording).toContain('and 1996 more');
    expect(wording.length).toBeLessThan(700);
  });

  it('takes time that grows linearly with the number of ids', () => {
    const ids = Array.from({ length: 100_000 }, (_, index) => `vpce-${index.toString(16).padStart(17, '0')}`);
    const item = ids.map((resourceId) => ({ resourceId }));
    const began = performance.now();
    const parsed = parseEndpointEvent(
      deleteVpcEndpointsDelivery(ids, { responseElements: { unsuccessful: { item } } }),
    );
    // Quadratic time would be minutes.
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(parsed).toEqual({ kind: 'ignored', reason: 'EC2 deleted none of the endpoints' });
  });

  it.each(['eventID', 'awsRegion', 'eventName', 'errorCode', 'recipientAccountId'])(
    'does not pass on a megabyte in %s',
    (field) => {
      const parsed = parseEndpointEvent(createVpcEndpointDelivery({ [field]: 'x'.repeat(1_000_000) }));
      expect(JSON.stringify(parsed).length).toBeLessThan(1000);
    },
  );
});
