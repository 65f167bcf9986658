import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseEndpointEvent } from '../../lambda/events/endpoint-event.js';
import {
  deleteVpcEndpointsDelivery,
  FIRST_ID,
  READABLE_RESPONSES,
  SECOND_ID,
  UNREADABLE_RESPONSES,
} from './delete-vpc-endpoints-delivery.js';

const BOTH = [FIRST_ID, SECOND_ID];

function deletionIn(delivery: unknown) {
  const parsed = parseEndpointEvent(delivery);
  if (parsed.kind !== 'accepted' || parsed.event.kind !== 'deleted')
    throw new Error(`not accepted: ${JSON.stringify(parsed)}`);
  return parsed.event;
}

/** A response with any content, wrapped or not. */
const anyResponse = fc.oneof(
  fc.jsonValue(),
  fc.record({ DeleteVpcEndpointsResponse: fc.jsonValue() }),
  fc.record({ DeleteVpcEndpointsResponse: fc.record({ unsuccessful: fc.jsonValue() }) }),
  fc.record({
    DeleteVpcEndpointsResponse: fc.record({
      requestId: fc.string(),
      unsuccessful: fc.record({ item: fc.jsonValue() }),
    }),
  }),
);

describe('a DeleteVpcEndpoints record', () => {
  it.each(READABLE_RESPONSES)('with %s confirms every deletion', (_, responseElements) => {
    const event = deletionIn(deleteVpcEndpointsDelivery(BOTH, { responseElements }));
    expect([event.endpointIds, event.unconfirmed]).toEqual([BOTH, undefined]);
  });

  it.each(UNREADABLE_RESPONSES)('with %s as its response confirms none', (_, responseElements) => {
    const event = deletionIn(deleteVpcEndpointsDelivery(BOTH, { responseElements }));
    expect(event.unconfirmed).toMatch(/expected EC2's response to DeleteVpcEndpoints, received/);
    expect(event.unconfirmed?.length).toBeLessThan(300);
  });

  it('confirms nothing if the response is neither empty nor a list of ids', () => {
    fc.assert(
      fc.property(anyResponse, (responseElements) => {
        const parsed = parseEndpointEvent(deleteVpcEndpointsDelivery(BOTH, { responseElements }));
        if (parsed.kind !== 'accepted' || parsed.event.kind !== 'deleted') return;
        if (parsed.event.unconfirmed !== undefined) return;
        expect(JSON.stringify(responseElements)).toMatch(/"(unsuccessful|requestId)"/i);
      }),
    );
  });

  it.each([
    ['one', { item: { resourceId: FIRST_ID, error: { code: 'x' } } }],
    ['one in a list', { item: [{ resourceId: FIRST_ID }] }],
    ['one without a wrapper', { resourceId: FIRST_ID }],
  ])('omits the ids that EC2 refused: %s', (_, unsuccessful) => {
    const responseElements = { DeleteVpcEndpointsResponse: { requestId: '1', unsuccessful } };
    const event = deletionIn(deleteVpcEndpointsDelivery(BOTH, { responseElements }));
    expect([event.endpointIds, event.unconfirmed]).toEqual([[SECOND_ID], undefined]);
  });

  it.each([
    [{ errorCode: { nested: true } }],
    [{ errorMessage: 'not authorized' }],
    [{ errorCode: ['Client.UnauthorizedOperation'] }],
  ])('of a failed call is ignored, whatever its error: %j', (detail) => {
    expect(parseEndpointEvent(deleteVpcEndpointsDelivery(BOTH, detail)).kind).toBe('ignored');
  });

  it('with one unreadable id keeps the others, and reports it', () => {
    const event = deletionIn(deleteVpcEndpointsDelivery([FIRST_ID, 'vpce-XYZ', SECOND_ID]));
    expect(event.endpointIds).toEqual(BOTH);
    expect(event.issues).toEqual([expect.stringContaining('received "vpce-XYZ"')]);
  });

  it('with unreadable ids only is malformed', () => {
    expect(parseEndpointEvent(deleteVpcEndpointsDelivery(['vpce-XYZ', 17]))).toMatchObject({
      kind: 'malformed',
      issues: [expect.stringContaining('"vpce-XYZ"'), expect.stringContaining('17')],
    });
  });
});
