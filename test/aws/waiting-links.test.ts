import { beforeEach, describe, expect, it } from 'vitest';
import { patientDynamoDb } from '../../lambda/aws/dynamodb.js';
import { createWaitingLinks } from '../../lambda/aws/waiting-links.js';
import { LAST_POLL } from '../../lambda/contract/waiting-links.js';
import type { TurnRequest, WaitingLinksPort } from '../../lambda/domain/model/ports/waiting-links.js';
import { DYNAMODB_ACTIONS } from '../../local/aws/dynamodb/dynamodb.js';
import { Tables } from '../../local/aws/dynamodb/tables.js';
import { setUpAws } from './aws-setup.js';

const PLACE = { account: '111122223333', region: 'eu-west-1' };
const TABLE = 'links';
const ARN = `arn:aws:dynamodb:${PLACE.region}:${PLACE.account}:table/${TABLE}`;
const NOW = new Date('2026-11-29T12:00:00Z');
const KEPT = { endpointId: 'vpce-1', token: 'token-1', observation: '{}' };
const AVAILABLE = { endpointState: 'available', acceptedAt: '', availableAt: NOW.toISOString() };

let links: WaitingLinksPort;
let tables: Tables;

beforeEach(async () => {
  tables = new Tables({ now: () => NOW.getTime() });
  tables.create(ARN, 'id', 'expiresAt');
  await setUpAws(({ action, input }) =>
    DYNAMODB_ACTIONS[action]?.({ input, authorize: () => undefined } as never, { ...PLACE, tables }),
  );
  links = createWaitingLinks(TABLE, patientDynamoDb({ milliseconds: 0, random: () => 0 }));
});

describe('a change of an endpoint that waits', () => {
  const keep = () => links.keep(KEPT, new Date(NOW.getTime() + 3_600_000));

  it('is recorded by only one of several callers that see it at the same time', async () => {
    await keep();
    const noted = await Promise.all([1, 2, 3].map(() => links.note('vpce-1', AVAILABLE)));
    expect(noted.filter((link) => link !== undefined)).toHaveLength(1);
  });

  it('is returned to the task with its next token', async () => {
    await keep();
    await links.note('vpce-1', AVAILABLE);
    expect(await keep()).toMatchObject({ endpointState: 'available', availableAt: AVAILABLE.availableAt });
  });

  it('is not recorded for an endpoint that no longer waits', async () => {
    expect(await links.note('vpce-1', AVAILABLE)).toBeUndefined();
    expect(tables.itemsOf(TABLE)).toEqual([]);
  });
});

describe('the turn to poll EC2', () => {
  const take = (by: string | undefined, seconds: number, further: Partial<TurnRequest> = {}) =>
    links.takeTurn({
      now: new Date(NOW.getTime() + seconds * 1000),
      apartMilliseconds: 4000,
      recentMilliseconds: 20_000,
      by,
      ...further,
    });

  it('is granted once in the interval, and again to the caller that polled last', async () => {
    expect(await take('vpce-1', 0)).toMatchObject({ isGranted: true, isPolledByOthers: false });
    expect(await take('vpce-2', 3)).toMatchObject({ isGranted: false, isPolledByOthers: true });
    expect(await take('vpce-1', 3)).toMatchObject({ isGranted: true, isPolledByOthers: false });
    expect(await take('vpce-2', 8)).toMatchObject({ isGranted: true, isPolledByOthers: true });
  });

  it('is not taken by others once the poll is old, or if a notification caused it', async () => {
    await take('vpce-1', 0);
    expect(await take('vpce-2', 21)).toMatchObject({ isGranted: true, isPolledByOthers: false });
    await take(undefined, 60);
    expect(await take('vpce-2', 61)).toMatchObject({ isGranted: false, isPolledByOthers: false });
  });

  it('says where the poll for a notification had to stop', async () => {
    expect(await take(undefined, 0)).toMatchObject({ isGranted: true, unreadFrom: '' });
    await links.noteUnreadFrom('vpce-2');
    expect(await take(undefined, 5)).toMatchObject({ isGranted: true, unreadFrom: 'vpce-2' });
    expect(await take('vpce-1', 10)).toMatchObject({ isGranted: true, unreadFrom: 'vpce-2' });
  });

  it('is granted after a poll with a time in the future, which was recorded by a wrong clock', async () => {
    await take('vpce-1', 3600);
    expect(await take('vpce-2', 0)).toMatchObject({ isGranted: true, isPolledByOthers: false });
  });

  it('is not granted if the last poll has a time slightly in the future', async () => {
    await take('vpce-1', 2);
    expect(await take('vpce-2', 0)).toMatchObject({ isGranted: false });
  });

  it('is stored in an item that is not listed as a link', async () => {
    await take('vpce-1', 0);
    expect(tables.itemsOf(TABLE).map(({ id }) => id?.S)).toEqual([LAST_POLL]);
    expect(await links.list(NOW)).toEqual([]);
  });
});

describe('the paces of the latest links', () => {
  it.each(['no JSON', '{}', '[{"atlasAfterEc2":"3"}]', '[null]'])(
    'are empty if the table has %s',
    async (text) => {
      tables.put(ARN, { id: { S: '#seen-pace' }, paces: { S: text } });
      expect(await links.seenPaces()).toEqual([]);
    },
  );
});
