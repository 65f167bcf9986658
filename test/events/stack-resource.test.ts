import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseEndpointEvent } from '../../lambda/events/endpoint-event.js';
import { STACK_ENDPOINT_ID, stackResourceDelivery, withStatus } from './stack-resource-delivery.js';

const FACTS = {
  account: '111122223333',
  region: 'eu-west-1',
  eventId: 'c0ffee00-2222-4333-8444-555555555555',
  eventTime: new Date('2026-08-10T03:05:40Z'),
};
const DELETED = 'DELETE_COMPLETE';
const withId = (id: unknown) => ({ 'physical-resource-id': id });

function issuesOf(delivery: unknown): string {
  const parsed = parseEndpointEvent(delivery);
  expect(parsed.kind).toBe('malformed');
  return parsed.kind === 'malformed' ? parsed.issues.join('\n') : '';
}

describe("a resource's status in CloudFormation", () => {
  it.each(['CREATE_COMPLETE', 'UPDATE_COMPLETE'])('shows with %s that the endpoint exists', (status) => {
    expect(parseEndpointEvent(withStatus(status))).toEqual({
      kind: 'accepted',
      event: { kind: 'created', endpointId: STACK_ENDPOINT_ID, ...FACTS },
    });
  });

  it('shows with DELETE_COMPLETE that the endpoint was deleted', () => {
    expect(parseEndpointEvent(withStatus(DELETED))).toEqual({
      kind: 'accepted',
      event: {
        kind: 'deleted',
        endpointIds: [STACK_ENDPOINT_ID],
        unconfirmed: undefined,
        issues: [],
        ...FACTS,
      },
    });
  });

  it.each([
    'CREATE_IN_PROGRESS',
    'CREATE_FAILED',
    'UPDATE_FAILED',
    'DELETE_IN_PROGRESS',
    'DELETE_FAILED',
    'DELETE_SKIPPED',
    'IMPORT_COMPLETE',
    'delete_complete',
  ])('is ignored with %s, which neither creates nor deletes an endpoint', (status) => {
    expect(parseEndpointEvent(withStatus(status))).toEqual({
      kind: 'ignored',
      reason: `the endpoint is neither there nor deleted: "${status}"`,
    });
  });

  it.each(['AWS::EC2::VPC', 'Custom::VPCEndpoint', undefined])(
    'of resource type %s is ignored',
    (resourceType) => {
      expect(parseEndpointEvent(stackResourceDelivery({ 'resource-type': resourceType }))).toMatchObject({
        kind: 'ignored',
        reason: expect.stringMatching(/^not a VPC endpoint: /),
      });
    },
  );

  it('of a stack as a whole is ignored', () => {
    const detail = { 'stack-id': 'arn:aws:cloudformation:eu-west-1:111122223333:stack/a/b' };
    expect(parseEndpointEvent({ ...stackResourceDelivery(), detail }).kind).toBe('ignored');
  });

  it.each(['', undefined, null, 'network-Endpoint-1A2B3C4D5E6F'])(
    'that deletes what was never created (%j) is ignored, so that a rollback leaves no dead-letter message',
    (id) => {
      expect(parseEndpointEvent(withStatus(DELETED, withId(id)))).toMatchObject({
        kind: 'ignored',
        reason: expect.stringMatching(/^the stack has made no endpoint: /),
      });
    },
  );

  it.each([
    [withStatus('CREATE_COMPLETE', withId('')), 'physical-resource-id: expected an id such as vpce-'],
    [withStatus('UPDATE_COMPLETE', withId('my-endpoint')), 'received "my-endpoint"'],
    [withStatus(DELETED, withId({ id: 1 })), 'received {"id":1}'],
    [withStatus({ nested: true }), 'status: expected the status of a resource, received {"nested":true}'],
    [stackResourceDelivery({ 'status-details': 'CREATE_COMPLETE' }), 'status: expected the status'],
    [stackResourceDelivery({}, { time: 'soon' }), 'time: expected an ISO 8601 time, received "soon"'],
    [stackResourceDelivery({}, { id: null }), 'id: expected an id, received null'],
    [stackResourceDelivery({}, { account: '12' }), 'account: expected 12 digits, received "12"'],
  ])('that cannot be read is malformed, with the field and the value: %#', (delivery, issue) => {
    expect(issuesOf(delivery)).toContain(issue);
  });

  it('never throws, for any content, and accepts only ids of endpoints', () => {
    const fields = fc.constantFrom('physical-resource-id', 'status-details', 'stack-id', 'resource-type');
    fc.assert(
      fc.property(fc.dictionary(fields, fc.jsonValue()), fc.string(), (detail, id) => {
        const parsed = [stackResourceDelivery(detail), withStatus(DELETED, withId(id))].map((delivery) =>
          parseEndpointEvent(delivery),
        );
        for (const one of parsed) {
          if (one.kind !== 'accepted') continue;
          const ids = one.event.kind === 'deleted' ? one.event.endpointIds : [one.event.endpointId];
          for (const accepted of ids) expect(accepted).toMatch(/^vpce-[0-9a-f]+$/);
        }
      }),
    );
  });
});
