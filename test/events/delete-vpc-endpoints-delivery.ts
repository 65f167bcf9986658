import { createVpcEndpointDelivery } from './create-vpc-endpoint-delivery.js';

export const FIRST_ID = 'vpce-0a1b2c3d4e5f60718';
export const SECOND_ID = 'vpce-0a1b2c3d4e5f60719';

const response = (unsuccessful: unknown) => ({
  DeleteVpcEndpointsResponse: {
    xmlns: 'http://ec2.amazonaws.com/doc/2016-11-15/',
    requestId: '88947cc6-a076-4e0c-9ec2-1ee70e4ab738',
    unsuccessful,
  },
});

/** CloudTrail's record of DeleteVpcEndpoints in EventBridge's envelope, with parts replaced. */
export function deleteVpcEndpointsDelivery(
  endpointIds: readonly unknown[] = [FIRST_ID],
  detail: Record<string, unknown> = {},
): Record<string, unknown> {
  const elements = endpointIds.map((content, index) => ({ tag: index + 1, content }));
  return createVpcEndpointDelivery({
    eventName: 'DeleteVpcEndpoints',
    requestParameters: {
      DeleteVpcEndpointsRequest: { VpcEndpointId: elements.length === 1 ? elements[0] : elements },
    },
    responseElements: response(''),
    ...detail,
  });
}

/** Forms of `responseElements` that confirm the deletion of every id. */
export const READABLE_RESPONSES: readonly (readonly [string, unknown])[] = [
  ['an empty text', response('')],
  ['null as the set', response(null)],
  [
    'no set',
    { DeleteVpcEndpointsResponse: { xmlns: 'x', requestId: '88947cc6-a076-4e0c-9ec2-1ee70e4ab738' } },
  ],
  ['no wrapper', { requestId: '1', unsuccessful: '' }],
  ['a return of true', { requestId: '1', _return: true }],
  ['a return of true as text', { requestId: '1', return: 'true', unsuccessful: '' }],
];

/** Forms that do not confirm it. */
export const UNREADABLE_RESPONSES: readonly (readonly [string, unknown])[] = [
  ['null', null],
  ['nothing', undefined],
  ['an empty text', ''],
  ['a text', 'OK'],
  ['a list', [response('')]],
  ['true', true],
  ['a number', 200],
  ['an empty object', {}],
  ['an empty response', { DeleteVpcEndpointsResponse: {} }],
  ['a response that is null', { DeleteVpcEndpointsResponse: null }],
  ['a response that is a text', { DeleteVpcEndpointsResponse: 'OK' }],
  ['a cut response', { DeleteVpcEndpointsResponse: { requestId: '1', omitted: true } }],
  ['an omitted response', { omitted: true, originalSize: 120_000, reason: 'responseElements too large' }],
  ['the response of another call', { CreateVpcEndpointResponse: { requestId: '1', unsuccessful: '' } }],
  ['a set that is a text', response('none')],
  ['a set that is false', response(false)],
  ['a set that is zero', response(0)],
  ['an item without an id', response({ item: { error: { code: 'OperationNotPermitted' } } })],
  ['an item whose id is a number', response({ item: [{ resourceId: 17 }] })],
  ['an item whose id is cut', response({ item: [{ resourceId: 'vpce-0a1b' }] })],
  ['an item that is a text', response({ item: FIRST_ID })],
  ['an empty item', response({ item: {} })],
  ['a return of false', { requestId: '1', _return: false }],
  ['a return of false as text, and an empty set', { requestId: '1', return: 'false', unsuccessful: '' }],
  ['a return that is null', { DeleteVpcEndpointsResponse: { requestId: '1', Return: null } }],
  ['a return of false beside true', { requestId: '1', return: true, _return: false }],
  ['items within items', response({ item: { item: { item: { item: { item: 1 } } } } })],
];
