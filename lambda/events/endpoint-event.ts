import type { EndpointEvent } from './accepted-events.js';
import { readCallFacts } from './call-facts.js';
import { deletedIds } from './deleted-endpoints.js';
import { fieldOf, isRecord, shown, textOf, unwrap } from './loose-record.js';
import { RequiredFields } from './required-fields.js';
import { isTagChange, readTagChange } from './tag-change.js';

/** AWS PrivateLink services that are not AWS's own; AWS services are `com.amazonaws.<region>.<service>`. */
const ENDPOINT_SERVICE_PREFIX = 'com.amazonaws.vpce.';

/**
 * Parses an EventBridge delivery of CloudTrail's `CreateVpcEndpoint` and `DeleteVpcEndpoints`, or of a tag change.
 * Total: any JSON gives one of the three answers. Shape: AWS CloudTrail's EC2 records.
 */
export function parseEndpointEvent(delivery: unknown): EndpointEvent {
  const detail = fieldOf(delivery, 'detail');
  if (!isRecord(detail))
    return { kind: 'malformed', issues: [`detail: expected an object, received ${shown(detail)}`] };
  if (isTagChange(delivery)) return readTagChange(delivery, detail);
  const errorCode = textOf(fieldOf(detail, 'errorCode'));
  if (errorCode !== undefined) return { kind: 'ignored', reason: `the call failed: ${shown(errorCode)}` };
  const eventName = textOf(fieldOf(detail, 'eventName'));
  switch (eventName) {
    case 'DeleteVpcEndpoints':
      return readDeleted(delivery, detail);
    case 'CreateVpcEndpoint':
    case undefined:
      return readCreated(delivery, detail);
    default:
      return { kind: 'ignored', reason: `neither a creation nor a deletion: ${shown(eventName)}` };
  }
}

function isEndpointServiceName(serviceName: string): boolean {
  return serviceName.startsWith(ENDPOINT_SERVICE_PREFIX);
}

function readCreated(delivery: unknown, detail: Readonly<Record<string, unknown>>): EndpointEvent {
  const reason = reasonToIgnore(detail);
  if (reason !== undefined) return { kind: 'ignored', reason };
  const fields = new RequiredFields();
  const response = unwrap(fieldOf(detail, 'responseElements'), 'CreateVpcEndpointResponse');
  const endpointId = fieldOf(unwrap(response, 'vpcEndpoint'), 'vpcEndpointId');
  const event = {
    kind: 'created' as const,
    endpointId: fields.endpointId('vpcEndpointId', endpointId),
    ...readCallFacts(delivery, detail, fields),
  };
  return fields.issues.length > 0
    ? { kind: 'malformed', issues: fields.issues }
    : { kind: 'accepted', event };
}

function reasonToIgnore(detail: Readonly<Record<string, unknown>>): string | undefined {
  const request = unwrap(fieldOf(detail, 'requestParameters'), 'CreateVpcEndpointRequest');
  const type = textOf(fieldOf(request, 'VpcEndpointType'));
  if (type !== undefined && type.toLowerCase() !== 'interface')
    return `not an interface endpoint: ${shown(type)}`;
  const serviceName = textOf(fieldOf(request, 'ServiceName'));
  if (serviceName !== undefined && !isEndpointServiceName(serviceName)) {
    return `not an endpoint service of another account: ${shown(serviceName)}`;
  }
  return undefined;
}

function readDeleted(delivery: unknown, detail: Readonly<Record<string, unknown>>): EndpointEvent {
  const fields = new RequiredFields();
  const endpointIds = deletedIds(detail, fields);
  const facts = readCallFacts(delivery, detail, fields);
  if (fields.issues.length > 0) return { kind: 'malformed', issues: fields.issues };
  if (endpointIds.length === 0) return { kind: 'ignored', reason: 'EC2 deleted none of the endpoints' };
  return { kind: 'accepted', event: { kind: 'deleted', endpointIds, ...facts } };
}
