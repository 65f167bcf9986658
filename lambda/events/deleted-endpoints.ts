import { fieldOf, isRecord, textOf, unwrap } from './loose-record.js';
import type { RequiredFields } from './required-fields.js';

/** Ids of a `DeleteVpcEndpoints` call, without those that EC2 says it could not delete. */
export function deletedIds(detail: Readonly<Record<string, unknown>>, fields: RequiredFields): string[] {
  const request = unwrap(fieldOf(detail, 'requestParameters'), 'DeleteVpcEndpointsRequest');
  const asked = elementsOf(fieldOf(request, 'VpcEndpointId') ?? fieldOf(request, 'VpcEndpointIdSet'));
  if (asked.length === 0) fields.endpointId('VpcEndpointId', fieldOf(request, 'VpcEndpointId'));
  const ids = asked.map((element) => fields.endpointId('VpcEndpointId', idOf(element)));
  const refused = refusedIds(detail);
  return [...new Set(ids)].filter((id) => !refused.includes(id));
}

function refusedIds(detail: Readonly<Record<string, unknown>>): string[] {
  const response = unwrap(fieldOf(detail, 'responseElements'), 'DeleteVpcEndpointsResponse');
  return elementsOf(fieldOf(response, 'unsuccessful')).flatMap(
    (item) => textOf(fieldOf(item, 'resourceId')) ?? [],
  );
}

/** One element is an object, several are an array, none is an empty text; `item` or `member` may stand around them. */
function elementsOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null || value === '') return [];
  if (Array.isArray(value)) return value;
  const inside = fieldOf(value, 'item') ?? fieldOf(value, 'member');
  return inside === undefined ? [value] : elementsOf(inside);
}

/** `{ tag, content }`, `{ vpcEndpointId }`, or the text itself. */
function idOf(element: unknown): unknown {
  return isRecord(element) ? (fieldOf(element, 'content') ?? fieldOf(element, 'vpcEndpointId')) : element;
}
