import type { EndpointEvent } from './accepted-events.js';
import { fieldOf, textOf } from './loose-record.js';
import { RequiredFields } from './required-fields.js';
import type { StatedOrigin } from './served-place.js';
import { shown } from './shown.js';

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
  const { arn, account, region, resource } = taggedResource(delivery);
  const event = {
    kind: 'tagged' as const,
    endpointId: fields.endpointId('resources', resource?.replace(/^vpc-endpoint\//, '') ?? arn),
    account: fields.account('account', account || fieldOf(delivery, 'account')),
    region: fields.region('region', region || fieldOf(delivery, 'region')),
    eventId: fields.text('id', fieldOf(delivery, 'id'), 'an id'),
    eventTime: fields.time('time', fieldOf(delivery, 'time')),
  };
  return fields.issues.length > 0
    ? { kind: 'malformed', issues: fields.issues }
    : { kind: 'accepted', event };
}

/** Of a tag: by the envelope, and by the ARN of what was tagged. */
export function statedOriginOfTag(delivery: unknown): StatedOrigin {
  const { account, region } = taggedResource(delivery);
  return {
    accounts: [fieldOf(delivery, 'account'), account],
    regions: [fieldOf(delivery, 'region'), region],
  };
}

interface TaggedResource {
  readonly arn: string | undefined;
  readonly account: string | undefined;
  readonly region: string | undefined;
  readonly resource: string | undefined;
}

/** `arn:aws:ec2:<region>:<account>:vpc-endpoint/<id>` */
function taggedResource(delivery: unknown): TaggedResource {
  const resources = fieldOf(delivery, 'resources');
  const arn = textOf(Array.isArray(resources) ? resources[0] : resources);
  const [, , , region, account, resource] = (arn ?? '').split(':', 6);
  return { arn, account, region, resource };
}
