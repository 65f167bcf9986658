import * as v from 'valibot';
import type { JsonRecord } from '../json/record.js';
import { shown } from '../json/shown.js';
import { validate } from '../json/validate.js';
import type { EndpointEvent } from './accepted-events.js';
import { accountField, endpointIdField, idField, regionField, timeField } from './field-schemas.js';
import type { StatedOrigin } from './served-place.js';
import { fieldOf, textOf } from './untyped-json.js';

/** True for EventBridge's own `Tag Change on Resource`, which needs no trail. */
export function isTagChange(delivery: unknown): boolean {
  return textOf(fieldOf(delivery, 'source')) === 'aws.tag';
}

const tagSchema = v.object({
  resources: endpointIdField,
  account: accountField,
  region: regionField,
  id: idField,
  time: timeField,
});

/** Only the id is used: the tags in the event may be outdated. */
export function readTagChange(delivery: unknown, detail: JsonRecord): EndpointEvent {
  const type = [fieldOf(detail, 'service'), fieldOf(detail, 'resource-type')].map(textOf).join(':');
  if (type !== 'ec2:vpc-endpoint')
    return { kind: 'ignored', reason: `not a tag of a VPC endpoint: ${shown(type)}` };
  const read = validate(tagSchema, findTagFields(delivery));
  if (read.kind === 'malformed') return read;
  const { resources: endpointId, account, region, id: eventId, time: eventTime } = read.value;
  const event = { kind: 'tagged' as const, endpointId, account, region, eventId, eventTime };
  return { kind: 'accepted', event };
}

function findTagFields(delivery: unknown): Readonly<Record<keyof typeof tagSchema.entries, unknown>> {
  const { arn, account, region, resource } = taggedResource(delivery);
  return {
    resources: resource?.replace(/^vpc-endpoint\//, '') ?? arn,
    account: account || fieldOf(delivery, 'account'),
    region: region || fieldOf(delivery, 'region'),
    id: fieldOf(delivery, 'id'),
    time: fieldOf(delivery, 'time'),
  };
}

/** Origin of a tag event, according to the envelope and to the ARN of the tagged resource. */
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
