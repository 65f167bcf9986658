import * as v from 'valibot';
import { isRecord, type JsonRecord } from '../json/record.js';
import { shown } from '../json/shown.js';
import { fewOf, validate } from '../json/validate.js';
import { endpointIdField } from './field-schemas.js';
import { fieldOf, textOf, unwrap } from './untyped-json.js';

export interface RequestedIds {
  readonly ids: readonly string[];
  /** Problems with ids that cannot be read. */
  readonly issues: readonly string[];
}

/** Ids in a `DeleteVpcEndpoints` request: an unreadable id must not lose the others. */
export function requestedIds(detail: JsonRecord): RequestedIds {
  const request = unwrap(fieldOf(detail, 'requestParameters'), 'DeleteVpcEndpointsRequest');
  const asked = elementsOf(fieldOf(request, 'VpcEndpointId') ?? fieldOf(request, 'VpcEndpointIdSet'));
  const found = asked.length === 0 ? [fieldOf(request, 'VpcEndpointId')] : asked.map(idOf);
  const read = found.map((id) => validate(endpointIdField, id, { whole: 'VpcEndpointId' }));
  const ids = read.flatMap((id) => (id.kind === 'valid' ? [id.value] : []));
  const issues = read.flatMap((id) => (id.kind === 'malformed' ? id.issues : []));
  return { ids: [...new Set(ids)], issues: fewOf(issues) };
}

/** EC2's response to a call: which ids it has refused, or why that cannot be read. */
export type DeletionResponse =
  | { readonly kind: 'readable'; readonly refusedIds: ReadonlySet<string> }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** Readable only if it says for every id whether it was deleted: a missing part does not count as success. */
export function deletionResponse(detail: JsonRecord): DeletionResponse {
  const response = unwrap(fieldOf(detail, 'responseElements'), 'DeleteVpcEndpointsResponse');
  if (!isRecord(response) || !isSuccess(response)) return unreadable('responseElements', response);
  const unsuccessful = fieldOf(response, 'unsuccessful');
  const isEmpty = unsuccessful === undefined || unsuccessful === null;
  if (isEmpty && !isWhole(response)) return unreadable('responseElements', response);
  const items = isEmpty ? [] : elementsOf(unsuccessful);
  const ids = v.safeParse(
    refusedIdsSchema,
    items.map((item) => fieldOf(item, 'resourceId')),
  );
  if (!ids.success) return unreadable('unsuccessful', unsuccessful);
  return { kind: 'readable', refusedIds: new Set(ids.output) };
}

const refusedIdsSchema = v.array(endpointIdField);

/** Fields of EC2's response in addition to the set. */
const RETURN_FIELDS = ['return', '_return'];
const HEAD_FIELDS = ['xmlns', 'requestid', 'unsuccessful', ...RETURN_FIELDS];

/** Other EC2 calls return `return`; if the field exists, it must say that the call succeeded. */
function isSuccess(response: JsonRecord): boolean {
  const returned = Object.entries(response).filter(([key]) => RETURN_FIELDS.includes(key.toLowerCase()));
  return returned.every(([, value]) => value === true || value === 'true');
}

/**
 * CloudTrail writes an empty text for an empty set, or omits it. EC2's request id then proves that there was a
 * response, and a field that EC2 does not have (such as `omitted`) that the response is incomplete.
 */
function isWhole(response: JsonRecord): boolean {
  const isKnown = (key: string) => HEAD_FIELDS.includes(key.toLowerCase());
  return textOf(fieldOf(response, 'requestId')) !== undefined && Object.keys(response).every(isKnown);
}

function unreadable(name: string, value: unknown): DeletionResponse {
  const reason = `${name}: expected EC2's response to DeleteVpcEndpoints, received ${shown(value)}`;
  return { kind: 'unreadable', reason };
}

/** Nested wrappers: a record of CloudTrail has no more than this. */
const MAX_WRAPPERS = 4;

/** One element is an object, several are an array, none is an empty text; they may be wrapped in `item` or `member`. */
function elementsOf(value: unknown): readonly unknown[] {
  let current = value;
  for (let wrappers = 0; wrappers < MAX_WRAPPERS; wrappers += 1) {
    if (current === undefined || current === null || current === '') return [];
    if (Array.isArray(current)) return current;
    const inside = fieldOf(current, 'item') ?? fieldOf(current, 'member');
    if (inside === undefined) return [current];
    current = inside;
  }
  return [current];
}

/** `{ tag, content }`, `{ vpcEndpointId }`, or the text itself. */
function idOf(element: unknown): unknown {
  return isRecord(element) ? (fieldOf(element, 'content') ?? fieldOf(element, 'vpcEndpointId')) : element;
}
