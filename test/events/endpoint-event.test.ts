import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseEndpointEvent } from '../../lambda/events/endpoint-event.js';
import { createVpcEndpointDelivery } from './create-vpc-endpoint-delivery.js';

function issuesOf(delivery: unknown): string {
  const parsed = parseEndpointEvent(delivery);
  expect(parsed.kind).toBe('malformed');
  return parsed.kind === 'malformed' ? parsed.issues.join('\n') : '';
}

describe('a CreateVpcEndpoint record', () => {
  it('is accepted with its stable ids', () => {
    expect(parseEndpointEvent(createVpcEndpointDelivery())).toEqual({
      kind: 'accepted',
      event: {
        kind: 'created',
        endpointId: 'vpce-0a1b2c3d4e5f60718',
        account: '111122223333',
        region: 'eu-west-1',
        eventId: '11111111-2222-4333-8444-555555555555',
        eventTime: new Date('2026-08-10T03:05:01Z'),
      },
    });
  });

  it.each([
    ['no wrapper', { responseElements: { vpcEndpoint: { vpcEndpointId: 'vpce-0a1b2c3d4e5f60718' } } }],
    [
      'capital letters',
      {
        responseElements: {
          createVpcEndpointResponse: { VpcEndpoint: { VpcEndpointId: 'vpce-0a1b2c3d4e5f60718' } },
        },
      },
    ],
    [
      'several subnets',
      { requestParameters: { CreateVpcEndpointRequest: { SubnetId: [{ tag: 1 }, { tag: 2 }] } } },
    ],
    ['no request', { requestParameters: null }],
    ['an empty request', { requestParameters: '' }],
  ])('is accepted with %s', (_, detail) => {
    expect(parseEndpointEvent(createVpcEndpointDelivery(detail)).kind).toBe('accepted');
  });

  it.each([
    [
      'another call',
      { eventName: 'ModifyVpcEndpoint' },
      'neither a creation nor a deletion: "ModifyVpcEndpoint"',
    ],
    [
      'a failed call',
      { errorCode: 'Client.UnauthorizedOperation' },
      'the call failed: "Client.UnauthorizedOperation"',
    ],
    [
      'a gateway endpoint',
      { requestParameters: { CreateVpcEndpointRequest: { VpcEndpointType: 'Gateway' } } },
      'not an interface endpoint: "Gateway"',
    ],
    [
      "an endpoint to AWS's own service",
      { requestParameters: { CreateVpcEndpointRequest: { ServiceName: 'com.amazonaws.eu-west-1.s3' } } },
      'not an endpoint service of another account: "com.amazonaws.eu-west-1.s3"',
    ],
  ])('is ignored for %s', (_, detail, reason) => {
    expect(parseEndpointEvent(createVpcEndpointDelivery(detail))).toEqual({ kind: 'ignored', reason });
  });

  it.each([
    [
      { responseElements: null },
      'vpcEndpointId: expected an id such as vpce-0123456789abcdef0, received undefined',
    ],
    [
      { responseElements: { CreateVpcEndpointResponse: { vpcEndpoint: { vpcEndpointId: 'vpc-1' } } } },
      'received "vpc-1"',
    ],
    [{ eventTime: 'yesterday' }, 'eventTime: expected an ISO 8601 time, received "yesterday"'],
    [{ eventID: { nested: true } }, 'eventID: expected an id, received {"nested":true}'],
  ])('is malformed with the field and the value received: %j', (detail, issue) => {
    expect(issuesOf(createVpcEndpointDelivery(detail))).toContain(issue);
  });

  it('is malformed without a detail', () => {
    expect(issuesOf({ source: 'aws.ec2' })).toBe('detail: expected an object, received undefined');
  });

  it('reports every wrong field at once', () => {
    const issues = issuesOf(createVpcEndpointDelivery({ responseElements: '', eventTime: 'never' }));
    expect(issues.split('\n').map((issue) => issue.split(':')[0])).toEqual(['vpcEndpointId', 'eventTime']);
  });
});

describe('parsing', () => {
  it('never throws for any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        expect(['accepted', 'ignored', 'malformed']).toContain(parseEndpointEvent(json).kind);
      }),
    );
  });

  it('never throws for any content of a record', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('eventName', 'responseElements', 'eventID'), fc.jsonValue()),
        (detail) => {
          expect(['accepted', 'ignored', 'malformed']).toContain(
            parseEndpointEvent(createVpcEndpointDelivery(detail)).kind,
          );
        },
      ),
    );
  });

  it('accepts only well-formed endpoint ids', () => {
    fc.assert(
      fc.property(fc.string(), (vpcEndpointId) => {
        const parsed = parseEndpointEvent(
          createVpcEndpointDelivery({ responseElements: { vpcEndpoint: { vpcEndpointId } } }),
        );
        if (parsed.kind === 'accepted' && parsed.event.kind === 'created')
          expect(parsed.event.endpointId).toMatch(/^vpce-[0-9a-f]+$/);
      }),
    );
  });
});
