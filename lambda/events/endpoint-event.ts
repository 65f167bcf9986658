import * as v from 'valibot';
import { isRecord, type JsonRecord } from '../json/record.js';
import { shown } from '../json/shown.js';
import { validate } from '../json/validate.js';
import type { EndpointEvent } from './accepted-events.js';
import { callFacts, callFields, findCallFields, statedOriginOf } from './call-facts.js';
import { deletionResponse, requestedIds } from './deleted-endpoints.js';
import { endpointIdField } from './field-schemas.js';
import { reasonNotServed, type ServedPlace, type StatedOrigin } from './served-place.js';
import { isStackEvent, readStackResource, statedOriginOfStack } from './stack-resource.js';
import { isTagChange, readTagChange, statedOriginOfTag } from './tag-change.js';
import { fieldOf, textOf, unwrap } from './untyped-json.js';

/** AWS PrivateLink services other than AWS's own; AWS services are `com.amazonaws.<region>.<service>`. */
const ENDPOINT_SERVICE_PREFIX = 'com.amazonaws.vpce.';

/**
 * Parses an EventBridge delivery of CloudTrail's `CreateVpcEndpoint` and `DeleteVpcEndpoints`, of CloudFormation's
 * created and deleted resources, or of a tag change. Any JSON gives one of the three results, in time proportional to
 * its size, and with a short message. Shape: AWS CloudTrail's EC2 records.
 *
 * @param place events of other accounts and Regions are ignored; undefined: events of all are accepted
 */
export function parseEndpointEvent(delivery: unknown, place?: ServedPlace): EndpointEvent {
  const detail = fieldOf(delivery, 'detail');
  if (!isRecord(detail))
    return { kind: 'malformed', issues: [`detail: expected an object, received ${shown(detail)}`] };
  const { statedOrigin, read } = readerOf(delivery);
  const origin = statedOrigin(delivery, detail);
  const notServed = place === undefined ? undefined : reasonNotServed(origin, place);
  if (notServed !== undefined) return { kind: 'ignored', reason: notServed, isForwarded: true };
  return read(delivery, detail);
}

/** Parser for the events of one source. */
interface Reader {
  readonly statedOrigin: (delivery: unknown, detail: JsonRecord) => StatedOrigin;
  readonly read: (delivery: unknown, detail: JsonRecord) => EndpointEvent;
}

function readerOf(delivery: unknown): Reader {
  if (isTagChange(delivery)) return { statedOrigin: statedOriginOfTag, read: readTagChange };
  if (isStackEvent(delivery)) return { statedOrigin: statedOriginOfStack, read: readStackResource };
  return { statedOrigin: originOfCall, read: readCall };
}

/** For an endpoint, its owner also counts as an origin. */
function originOfCall(delivery: unknown, detail: JsonRecord): StatedOrigin {
  const { accounts, regions } = statedOriginOf(delivery, detail);
  return { accounts: [...accounts, fieldOf(createdEndpointIn(detail), 'ownerId')], regions };
}

function readCall(delivery: unknown, detail: JsonRecord): EndpointEvent {
  const error = errorIn(detail);
  if (error !== undefined) return { kind: 'ignored', reason: `the call failed: ${shown(error)}` };
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

/** Finds the error of a call, whatever its type: after a failed call, nothing is known to have changed. */
function errorIn(detail: JsonRecord): unknown {
  const present = (value: unknown) => value !== undefined && value !== null && value !== '';
  return [fieldOf(detail, 'errorCode'), fieldOf(detail, 'errorMessage')].find(present);
}

function isEndpointServiceName(serviceName: string): boolean {
  return serviceName.startsWith(ENDPOINT_SERVICE_PREFIX);
}

function createdEndpointIn(detail: JsonRecord): unknown {
  const response = unwrap(fieldOf(detail, 'responseElements'), 'CreateVpcEndpointResponse');
  return unwrap(response, 'vpcEndpoint');
}

const createdSchema = v.object({ vpcEndpointId: endpointIdField, ...callFields });
const deletedSchema = v.object(callFields);

function readCreated(delivery: unknown, detail: JsonRecord): EndpointEvent {
  const reason = reasonToIgnore(detail);
  if (reason !== undefined) return { kind: 'ignored', reason };
  const vpcEndpointId = fieldOf(createdEndpointIn(detail), 'vpcEndpointId');
  const read = validate(createdSchema, { vpcEndpointId, ...findCallFields(delivery, detail) });
  if (read.kind === 'malformed') return read;
  const event = { kind: 'created' as const, endpointId: read.value.vpcEndpointId, ...callFacts(read.value) };
  return { kind: 'accepted', event };
}

function reasonToIgnore(detail: JsonRecord): string | undefined {
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

/** An unreadable id must not lose the others: it is reported after they have been handled. */
function readDeleted(delivery: unknown, detail: JsonRecord): EndpointEvent {
  const call = validate(deletedSchema, findCallFields(delivery, detail));
  if (call.kind === 'malformed') return call;
  const { ids, issues } = requestedIds(detail);
  if (ids.length === 0) return { kind: 'malformed', issues };
  const response = deletionResponse(detail);
  const refusedIds = response.kind === 'readable' ? response.refusedIds : new Set();
  const endpointIds = ids.filter((id) => !refusedIds.has(id));
  if (endpointIds.length === 0 && issues.length > 0) return { kind: 'malformed', issues };
  if (endpointIds.length === 0) return { kind: 'ignored', reason: 'EC2 deleted none of the endpoints' };
  const unconfirmed = response.kind === 'unreadable' ? response.reason : undefined;
  return {
    kind: 'accepted',
    event: { kind: 'deleted', endpointIds, unconfirmed, issues, ...callFacts(call.value) },
  };
}
