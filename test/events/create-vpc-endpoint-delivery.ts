/** CloudTrail's record of CreateVpcEndpoint in EventBridge's envelope, with parts replaced. */
export function createVpcEndpointDelivery(detail: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    version: '0',
    id: 'a1b2c3d4-0000-4000-8000-00000000e001',
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.ec2',
    account: '111122223333',
    time: '2026-08-10T03:05:10Z',
    region: 'eu-west-1',
    resources: [],
    detail: {
      eventVersion: '1.11',
      eventTime: '2026-08-10T03:05:01Z',
      eventSource: 'ec2.amazonaws.com',
      eventName: 'CreateVpcEndpoint',
      awsRegion: 'eu-west-1',
      eventID: '11111111-2222-4333-8444-555555555555',
      readOnly: false,
      recipientAccountId: '111122223333',
      requestParameters: {
        CreateVpcEndpointRequest: {
          VpcId: 'vpc-0a1b2c3d4e5f60718',
          VpcEndpointType: 'Interface',
          ServiceName: 'com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0',
          SubnetId: { tag: 1, content: 'subnet-0a1b2c3d4e5f60718' },
        },
      },
      responseElements: {
        CreateVpcEndpointResponse: {
          vpcEndpoint: { vpcEndpointId: 'vpce-0a1b2c3d4e5f60718', state: 'pendingAcceptance', tagSet: '' },
        },
      },
      ...detail,
    },
  };
}
