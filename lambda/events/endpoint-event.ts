import { fieldOf, isRecord, shown, textOf, unwrap } from './loose-record.js';

/** A VPC endpoint was created. A hint only: the truth is what EC2 describes. */
export interface EndpointCreated {
  readonly endpointId: string;
  readonly account: string;
  /** AWS spelling, such as `eu-west-1`. */
  readonly region: string;
  /** CloudTrail's own id: the same in every delivery of the same call. */
  readonly eventId: string;
  readonly eventTime: Date;
}

export type EndpointEvent =
  | { readonly kind: 'accepted'; readonly event: EndpointCreated }
  | { readonly kind: 'ignored'; readonly reason: string }
  | { readonly kind: 'malformed'; readonly issues: readonly string[] };

/** AWS PrivateLink services that are not AWS's own; AWS services are `com.amazonaws.<region>.<service>`. */
const ENDPOINT_SERVICE_PREFIX = 'com.amazonaws.vpce.';
/** EC2 ids have 17 hexadecimal digits; ids from before 2016 have 8. */
const ENDPOINT_ID = /^vpce-(?:[0-9a-f]{8}|[0-9a-f]{17})$/;

/**
 * Parses an EventBridge delivery of CloudTrail's `CreateVpcEndpoint`. Total: any JSON gives one of the three
 * answers. Shape: AWS CloudTrail's EC2 records.
 */
export function parseEndpointEvent(delivery: unknown): EndpointEvent {
  const detail = fieldOf(delivery, 'detail');
  if (!isRecord(detail))
    return { kind: 'malformed', issues: [`detail: expected an object, received ${shown(detail)}`] };
  const reason = reasonToIgnore(detail);
  if (reason !== undefined) return { kind: 'ignored', reason };
  return readCreated(delivery, detail);
}

function reasonToIgnore(detail: Readonly<Record<string, unknown>>): string | undefined {
  const eventName = textOf(fieldOf(detail, 'eventName'));
  if (eventName !== undefined && eventName !== 'CreateVpcEndpoint')
    return `not a creation: ${shown(eventName)}`;
  const errorCode = textOf(fieldOf(detail, 'errorCode'));
  if (errorCode !== undefined) return `the call failed: ${shown(errorCode)}`;
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

export function isEndpointServiceName(serviceName: string): boolean {
  return serviceName.startsWith(ENDPOINT_SERVICE_PREFIX);
}

function readCreated(delivery: unknown, detail: Readonly<Record<string, unknown>>): EndpointEvent {
  const issues: string[] = [];
  const need = (name: string, value: unknown, valid: (text: string) => boolean, expected: string): string => {
    const text = textOf(value);
    if (text !== undefined && valid(text)) return text;
    issues.push(`${name}: expected ${expected}, received ${shown(value)}`);
    return '';
  };
  const anyText = () => true;
  const event: EndpointCreated = {
    endpointId: need(
      'vpcEndpointId',
      endpointIdOf(detail),
      (id) => ENDPOINT_ID.test(id),
      'an id such as vpce-0123456789abcdef0',
    ),
    account: need(
      'account',
      fieldOf(delivery, 'account') ?? fieldOf(detail, 'recipientAccountId'),
      (a) => /^\d{12}$/.test(a),
      '12 digits',
    ),
    region: need(
      'awsRegion',
      fieldOf(detail, 'awsRegion') ?? fieldOf(delivery, 'region'),
      anyText,
      'a Region',
    ),
    eventId: need('eventID', fieldOf(detail, 'eventID') ?? fieldOf(delivery, 'id'), anyText, 'an id'),
    eventTime: new Date(
      need(
        'eventTime',
        fieldOf(detail, 'eventTime') ?? fieldOf(delivery, 'time'),
        isTime,
        'an ISO 8601 time',
      ),
    ),
  };
  return issues.length > 0 ? { kind: 'malformed', issues } : { kind: 'accepted', event };
}

function endpointIdOf(detail: Readonly<Record<string, unknown>>): unknown {
  const response = unwrap(fieldOf(detail, 'responseElements'), 'CreateVpcEndpointResponse');
  return fieldOf(unwrap(response, 'vpcEndpoint'), 'vpcEndpointId');
}

function isTime(text: string): boolean {
  return !Number.isNaN(Date.parse(text));
}
