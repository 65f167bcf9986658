/**
 * The event in the form that AWS documents:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/event-detail-resource-status-change.html
 */
export const STACK_ENDPOINT_ID = 'vpce-0a1b2c3d4e5f60718';
const STACK_ID = 'arn:aws:cloudformation:eu-west-1:111122223333:stack/network/0a1b2c3d';

export function stackResourceDelivery(detail: object = {}, envelope: object = {}): Record<string, unknown> {
  return {
    version: '0',
    id: 'c0ffee00-2222-4333-8444-555555555555',
    'detail-type': 'CloudFormation Resource Status Change',
    source: 'aws.cloudformation',
    account: '111122223333',
    time: '2026-08-10T03:05:40Z',
    region: 'eu-west-1',
    resources: [STACK_ID],
    ...envelope,
    detail: {
      'stack-id': STACK_ID,
      'logical-resource-id': 'Endpoint',
      'physical-resource-id': STACK_ENDPOINT_ID,
      'status-details': { status: 'CREATE_COMPLETE', 'status-reason': '' },
      'resource-type': 'AWS::EC2::VPCEndpoint',
      'client-request-token': '',
      ...detail,
    },
  };
}

export const withStatus = (status: unknown, detail: object = {}) =>
  stackResourceDelivery({ 'status-details': { status, 'status-reason': '' }, ...detail });
