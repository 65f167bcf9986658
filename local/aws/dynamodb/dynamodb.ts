import type { ApiActions, ApiRequest } from '../actions/api-action.js';
import { AwsError } from '../protocol/aws-error.js';
import type { Place } from '../protocol/place.js';
import { type AttributeValue, type ExpressionInput, holds, type Item, updated } from './expressions.js';
import type { Tables } from './tables.js';

/** Stores on which the API operates. */
export interface DynamoDbStores extends Place {
  readonly tables: Tables;
}

export const DYNAMODB_ACTIONS: ApiActions<DynamoDbStores> = {
  'dynamodb:GetItem': getItem,
  'dynamodb:UpdateItem': updateItem,
  'dynamodb:DeleteItem': deleteItem,
  'dynamodb:Scan': scan,
};

const PAGE_BYTES = 1_048_576;

function getItem(request: ApiRequest, stores: DynamoDbStores): object {
  const item = stores.tables.get(tableOf(request, stores), keyOf(request));
  return item === undefined ? {} : { Item: item };
}

/** If the item does not exist, it is created from its key. */
function updateItem(request: ApiRequest, stores: DynamoDbStores): object {
  const { UpdateExpression, ConditionExpression, ReturnValues } = request.input;
  const arn = tableOf(request, stores);
  const key = keyOf(request);
  const before = stores.tables.get(arn, key);
  const input = expressionInput(request);
  if (ConditionExpression !== undefined && !holds(before, String(ConditionExpression), input))
    throw conditionFailed(request, before);
  const after = updated(before ?? key, String(UpdateExpression), input);
  stores.tables.put(arn, after);
  if (ReturnValues === 'ALL_NEW') return { Attributes: after };
  if (ReturnValues === 'ALL_OLD') return before === undefined ? {} : { Attributes: before };
  return {};
}

function deleteItem(request: ApiRequest, stores: DynamoDbStores): object {
  const arn = tableOf(request, stores);
  const before = stores.tables.get(arn, keyOf(request));
  stores.tables.delete(arn, keyOf(request));
  return request.input.ReturnValues === 'ALL_OLD' && before !== undefined ? { Attributes: before } : {};
}

/** Pages are limited by their size in bytes, as on AWS. */
function scan(request: ApiRequest, stores: DynamoDbStores): object {
  const all = [...stores.tables.items(tableOf(request, stores)).entries()];
  const { ExclusiveStartKey } = request.input;
  const startKey = (Object(ExclusiveStartKey) as Item).id?.S;
  const begin = startKey === undefined ? 0 : all.findIndex(([key]) => key === startKey) + 1;
  const items: Item[] = [];
  for (let bytes = 0, index = begin; index < all.length; index += 1) {
    const [key, item] = all[index] as [string, Item];
    bytes += Buffer.byteLength(JSON.stringify(item));
    items.push(item);
    if (bytes >= PAGE_BYTES && index + 1 < all.length)
      return { Items: items, Count: items.length, LastEvaluatedKey: { id: { S: key } } };
  }
  return { Items: items, Count: items.length };
}

function conditionFailed({ input }: ApiRequest, before: Item | undefined): AwsError {
  const wantsItem = input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' && before !== undefined;
  const fields = wantsItem ? { Item: before } : {};
  return new AwsError('ConditionalCheckFailedException', 'The conditional request failed', 400, fields);
}

function expressionInput({ input }: ApiRequest): ExpressionInput {
  return {
    names: Object(input.ExpressionAttributeNames) as Record<string, string>,
    values: Object(input.ExpressionAttributeValues) as Record<string, AttributeValue>,
  };
}

function keyOf({ input }: ApiRequest): Item {
  return Object(input.Key) as Item;
}

/** Authorizes the call, and returns the ARN of its table. */
function tableOf({ input, authorize }: ApiRequest, { account, region }: DynamoDbStores): string {
  const name = String(input.TableName);
  const arn = name.startsWith('arn:') ? name : `arn:aws:dynamodb:${region}:${account}:table/${name}`;
  const keys = Object.values(Object(input.Key) as Item).map(({ S }) => String(S));
  // A scan has no key.
  authorize(arn, keys.length === 0 ? {} : { context: { 'dynamodb:LeadingKeys': keys } });
  return arn;
}
