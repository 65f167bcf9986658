import * as v from 'valibot';
import {
  DELETED_STATUS,
  STACK_SOURCE,
  STANDING_STATUSES,
  VPC_ENDPOINT_TYPE,
} from '../contract/stack-resources.js';
import { VPC_ENDPOINT_ID } from '../contract/value-rules.js';
import type { JsonRecord } from '../json/record.js';
import { shown } from '../json/shown.js';
import { validate } from '../json/validate.js';
import type { EndpointEvent } from './accepted-events.js';
import {
  accountField,
  endpointIdField,
  idField,
  regionField,
  textField,
  timeField,
} from './field-schemas.js';
import type { StatedOrigin } from './served-place.js';
import { fieldOf, textOf } from './untyped-json.js';

/** True for events of CloudFormation itself, which need no trail. */
export function isStackEvent(delivery: unknown): boolean {
  return textOf(fieldOf(delivery, 'source')) === STACK_SOURCE;
}

const envelope = { account: accountField, region: regionField, id: idField, time: timeField };
const resourceSchema = v.object({ 'physical-resource-id': endpointIdField, ...envelope });
const statusSchema = v.object({ status: textField('expected the status of a resource') });

/** Reads `CloudFormation Resource Status Change`. Only the id is used: the resource may have changed since. */
export function readStackResource(delivery: unknown, detail: JsonRecord): EndpointEvent {
  const type = textOf(fieldOf(detail, 'resource-type'));
  if (type !== VPC_ENDPOINT_TYPE) return { kind: 'ignored', reason: `not a VPC endpoint: ${shown(type)}` };
  const statusFields = { status: fieldOf(fieldOf(detail, 'status-details'), 'status') };
  const read = validate(statusSchema, statusFields);
  if (read.kind === 'malformed') return read;
  const { status } = read.value;
  const isDeleted = status === DELETED_STATUS;
  if (!isDeleted && !STANDING_STATUSES.includes(status))
    return { kind: 'ignored', reason: `the endpoint is neither there nor deleted: ${shown(status)}` };
  const physicalId = fieldOf(detail, 'physical-resource-id');
  if (isDeleted && wasNeverMade(physicalId))
    return { kind: 'ignored', reason: `the stack has made no endpoint: ${shown(physicalId)}` };
  return readEndpoint(delivery, physicalId, isDeleted);
}

function readEndpoint(delivery: unknown, physicalId: unknown, isDeleted: boolean): EndpointEvent {
  const read = validate(resourceSchema, { 'physical-resource-id': physicalId, ...envelopeOf(delivery) });
  if (read.kind === 'malformed') return read;
  const { 'physical-resource-id': endpointId, account, region, id: eventId, time: eventTime } = read.value;
  const facts = { account, region, eventId, eventTime };
  return isDeleted
    ? {
        kind: 'accepted',
        event: { kind: 'deleted', endpointIds: [endpointId], unconfirmed: undefined, issues: [], ...facts },
      }
    : { kind: 'accepted', event: { kind: 'created', endpointId, ...facts } };
}

/**
 * A rollback also deletes resources that could not be created. They have no EC2 id: none at all, or one that
 * CloudFormation generated. This is normal, and not a reason for a dead-letter message.
 */
function wasNeverMade(physicalId: unknown): boolean {
  if (physicalId === undefined || physicalId === null || physicalId === '') return true;
  return v.is(v.string(), physicalId) && !VPC_ENDPOINT_ID.accepts(physicalId);
}

function envelopeOf(delivery: unknown): Readonly<Record<keyof typeof envelope, unknown>> {
  return {
    account: fieldOf(delivery, 'account'),
    region: fieldOf(delivery, 'region'),
    id: fieldOf(delivery, 'id'),
    time: fieldOf(delivery, 'time'),
  };
}

/** Origin of a stack's event, according to the envelope and to the ARN of the stack, which the event has twice. */
export function statedOriginOfStack(delivery: unknown, detail: JsonRecord): StatedOrigin {
  const resources = fieldOf(delivery, 'resources');
  const first: unknown = Array.isArray(resources) ? resources[0] : resources;
  const stacks = [first, fieldOf(detail, 'stack-id')].map(placeOfArn);
  return {
    accounts: [fieldOf(delivery, 'account'), ...stacks.map(({ account }) => account)],
    regions: [fieldOf(delivery, 'region'), ...stacks.map(({ region }) => region)],
  };
}

/** `arn:aws:cloudformation:<region>:<account>:stack/<name>/<id>` */
function placeOfArn(arn: unknown): {
  readonly account: string | undefined;
  readonly region: string | undefined;
} {
  const [, , , region, account] = (textOf(arn) ?? '').split(':', 5);
  return { account, region };
}
