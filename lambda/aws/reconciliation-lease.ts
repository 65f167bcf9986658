/** The lease of the reconciliation: one item of the table of waiting links, because Parameter Store has no conditions. */
import { RECONCILIATION_LEASE, WAITING_LINKS_KEY } from '../contract/waiting-links.js';
import type { ReconciliationLeasePort } from '../domain/model/ports/reconciliation-lease.js';
import { type DynamoDb, unlessCondition } from './dynamodb.js';

const NAMES = { '#holder': 'holder', '#until': 'until' };
const IS_FREE = 'attribute_not_exists(#holder) OR #holder = :holder OR #until < :now OR #until > :latest';

/** @throws errors of DynamoDB */
export function createReconciliationLease(tableName: string, client: DynamoDb): ReconciliationLeasePort {
  const update = async (
    condition: string,
    values: Readonly<Record<string, { S: string } | { N: string }>>,
  ) => {
    await client.call('UpdateItem', {
      TableName: tableName,
      Key: { [WAITING_LINKS_KEY]: { S: RECONCILIATION_LEASE } },
      UpdateExpression: 'SET #holder = :holder, #until = :until',
      ConditionExpression: condition,
      ExpressionAttributeNames: NAMES,
      ExpressionAttributeValues: values,
    });
    return true;
  };
  return {
    take: (holder, now, until) => {
      const [at, end] = [now.getTime(), until.getTime()];
      // Nobody takes it for longer: a later end is that of a clock that was wrong.
      const latest = end + (end - at);
      const times = {
        ':now': { N: String(at) },
        ':until': { N: String(end) },
        ':latest': { N: String(latest) },
      };
      return unlessCondition(false, () => update(IS_FREE, { ':holder': { S: holder }, ...times }));
    },
    release: async (holder) => {
      await unlessCondition(false, () =>
        update('#holder = :holder', { ':holder': { S: holder }, ':until': { N: '0' } }),
      );
    },
  };
}
