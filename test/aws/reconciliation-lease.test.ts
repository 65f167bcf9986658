import { beforeEach, describe, expect, it } from 'vitest';
import { patientDynamoDb } from '../../lambda/aws/dynamodb.js';
import { createReconciliationLease } from '../../lambda/aws/reconciliation-lease.js';
import type { ReconciliationLeasePort } from '../../lambda/domain/model/ports/reconciliation-lease.js';
import { DYNAMODB_ACTIONS } from '../../local/aws/dynamodb/dynamodb.js';
import { Tables } from '../../local/aws/dynamodb/tables.js';
import { setUpAws } from './aws-setup.js';

const PLACE = { account: '111122223333', region: 'eu-west-1' };
const ARN = `arn:aws:dynamodb:${PLACE.region}:${PLACE.account}:table/links`;
const NOW = Date.parse('2026-11-29T12:00:00Z');
const LEASE_SECONDS = 900;

let lease: ReconciliationLeasePort;

beforeEach(async () => {
  const tables = new Tables({ now: () => NOW });
  tables.create(ARN, 'id', 'expiresAt');
  await setUpAws(({ action, input }) =>
    DYNAMODB_ACTIONS[action]?.({ input, authorize: () => undefined } as never, { ...PLACE, tables }),
  );
  lease = createReconciliationLease('links', patientDynamoDb({ milliseconds: 0, random: () => 0 }));
});

const take = (holder: string, seconds = 0) =>
  lease.take(holder, new Date(NOW + seconds * 1000), new Date(NOW + (seconds + LEASE_SECONDS) * 1000));

describe('the lease of the reconciliation', () => {
  it('is taken by one of several that ask at the same time', async () => {
    const taken = await Promise.all(['a', 'b', 'c'].map((holder) => take(holder)));
    expect(taken.filter(Boolean)).toHaveLength(1);
  });

  it('is renewed by its holder, and by nobody else until it has ended', async () => {
    expect(await take('a')).toBe(true);
    expect(await take('a', 600)).toBe(true);
    expect(await take('b', LEASE_SECONDS + 1)).toBe(false);
    expect(await take('b', 600 + LEASE_SECONDS + 1)).toBe(true);
    expect(await take('a', 600 + LEASE_SECONDS + 2)).toBe(false);
  });

  it('is free after its holder has released it, and not after another one has', async () => {
    await take('a');
    await lease.release('b');
    expect(await take('b')).toBe(false);
    await lease.release('a');
    expect(await take('b')).toBe(true);
  });

  it('is not held until a time to which nobody takes it, by a clock that was wrong', async () => {
    await take('a', 24 * 3600);
    expect(await take('b')).toBe(true);
  });
});
