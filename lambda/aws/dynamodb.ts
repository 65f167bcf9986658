/** The calls of DynamoDB that are in use. */
import { type JsonService, jsonService, type Operation } from './json-service.js';
import type { RetryPatience } from './patient-retries.js';

/** `{ S: text }` or `{ N: number as text }`. */
export interface Attribute {
  readonly S?: string;
  readonly N?: string;
}
export type Item = Readonly<Record<string, Attribute>>;

export interface Update {
  readonly TableName: string;
  readonly Key: Item;
  readonly UpdateExpression: string;
  readonly ConditionExpression?: string;
  readonly ExpressionAttributeNames: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues: Item;
  readonly ReturnValues?: 'ALL_NEW' | 'ALL_OLD';
}
interface ByKey {
  readonly TableName: string;
  readonly Key: Item;
  readonly ConsistentRead?: boolean;
  readonly ReturnValues?: 'ALL_OLD';
}
interface Scan {
  readonly TableName: string;
  readonly ConsistentRead: boolean;
  readonly ExclusiveStartKey?: Item | undefined;
}

interface DynamoDbOperations {
  readonly GetItem: Operation<ByKey, { readonly Item?: Item }>;
  readonly UpdateItem: Operation<Update, { readonly Attributes?: Item }>;
  readonly DeleteItem: Operation<ByKey, { readonly Attributes?: Item }>;
  readonly Scan: Operation<Scan, { readonly Items?: Item[]; readonly LastEvaluatedKey?: Item }>;
}
export type DynamoDb = JsonService<DynamoDbOperations>;

const DYNAMODB = {
  name: 'dynamodb',
  endpointVariable: 'DYNAMODB',
  target: 'DynamoDB_20120810',
  jsonVersion: '1.0',
} as const;

export function patientDynamoDb(patience: RetryPatience): DynamoDb {
  return jsonService<DynamoDbOperations>(DYNAMODB, patience);
}

/** @returns `otherwise` if the condition of the call does not hold */
export async function unlessCondition<T>(otherwise: T, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return otherwise;
    throw error;
  }
}
