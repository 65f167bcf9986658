import type { EndpointEvent } from './accepted-events.js';
import { fieldOf, shown, textOf } from './loose-record.js';
import { RequiredFields } from './required-fields.js';

/** True for EventBridge's own `Tag Change on Resource`, which needs no trail. */
export function isTagChange(delivery: unknown): boolean {
  return textOf(fieldOf(delivery, 'source')) === 'aws.tag';
}

/** The tags in the event may be old by now: only the id counts. */
export function readTagChange(delivery: unknown, detail: Readonly<Record<string, unknown>>): EndpointEvent {
  const type = [fieldOf(detail, 'service'), fieldOf(detail, 'resource-type')].map(textOf).join(':');
  if (type !== 'ec2:vpc-endpoint')
    return { kind: 'ignored', reason: `not a tag of a VPC endpoint: ${shown(type)}` };
  const fields = new RequiredFields();
  const resources = fieldOf(delivery, 'resources');
  const arn = textOf(Array.isArray(resources) ? resources[0] : resources);
  // arn:aws:ec2:<region>:<account>:vpc-endpoint/<id>
  const [, , , region, account, resource] = (arn ?? '').split(':');
  const event = {
    kind: 'tagged' as const,
    endpointId: fields.endpointId('resources', resource?.replace(/^vpc-endpoint\//, '') ?? arn),
    account: fields.account(account || fieldOf(delivery, 'account')),
    region: fields.text('region', region || fieldOf(delivery, 'region'), 'a Region'),
    eventId: fields.text('id', fieldOf(delivery, 'id'), 'an id'),
    eventTime: fields.time('time', fieldOf(delivery, 'time')),
  };
  return fields.issues.length > 0
    ? { kind: 'malformed', issues: fields.issues }
    : { kind: 'accepted', event };
}
