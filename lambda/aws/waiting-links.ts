import * as v from 'valibot';
import { LAST_POLL, SEEN_PACE, WAITING_LINKS_EXPIRY, WAITING_LINKS_KEY } from '../contract/waiting-links.js';
import { WaitingLinksUnavailableError } from '../domain/model/errors/waiting-links-unavailable-error.js';
import type { SeenPace, WaitingLink, WaitingLinksPort } from '../domain/model/ports/waiting-links.js';
import { jsonText } from '../json/json-text.js';
import { validate } from '../json/validate.js';
import { type Attribute, type DynamoDb, type Item, type Update, unlessCondition } from './dynamodb.js';

/**
 * Values to set, and values to set only if the attribute is absent. All names are aliases: DynamoDB reserves 573 words.
 */
interface Changes {
  readonly set: Readonly<Record<string, string | number>>;
  readonly setOnce?: Readonly<Record<string, string>>;
}

export function createWaitingLinks(tableName: string, client: DynamoDb): WaitingLinksPort {
  const key = (id: string) => ({ TableName: tableName, Key: { [WAITING_LINKS_KEY]: { S: id } } });
  const update = (id: string, changes: Changes, options: Partial<Update> = {}) =>
    client.call('UpdateItem', { ...key(id), ...updateOf(changes, options) });
  /** Nothing is set if the endpoint no longer waits. */
  const set = (id: string, values: Changes['set']) =>
    asked(() => unlessCondition(undefined, async () => void (await update(id, { set: values }, IF_THERE))));
  const lastPoll = async () =>
    (await client.call('GetItem', { ...key(LAST_POLL), ConsistentRead: true })).Item;
  return {
    keep: ({ endpointId, token, observation }, expiresAt) =>
      asked(async () => {
        const set = { token, observation, [WAITING_LINKS_EXPIRY]: Math.ceil(expiresAt.getTime() / 1000) };
        const { Attributes } = await update(
          endpointId,
          { set, setOnce: UNSEEN },
          { ReturnValues: 'ALL_NEW' },
        );
        return linkOf(endpointId, Attributes);
      }),
    note: (endpointId, { endpointState, acceptedAt, availableAt }) =>
      asked(() =>
        unlessCondition(undefined, async () => {
          const setOnce = withoutEmpty({ acceptedAt, availableAt });
          const { Attributes } = await update(endpointId, { set: { endpointState }, setOnce }, IF_CHANGED);
          return linkOf(endpointId, Attributes);
        }),
      ),
    noteNotification: (endpointId, notificationId) => set(endpointId, { notificationId }),
    notePending: (endpointId, pendingAt) => set(endpointId, { pendingAt }),
    noteRead: (endpointId, readAt) => set(endpointId, { readAt }),
    list: (now) => asked(() => list(client, tableName, now)),
    remove: (endpointId) =>
      asked(async () => {
        const { Attributes } = await client.call('DeleteItem', {
          ...key(endpointId),
          ReturnValues: 'ALL_OLD',
        });
        return Attributes === undefined ? undefined : linkOf(endpointId, Attributes);
      }),
    takeTurn: ({ now, apartMilliseconds, recentMilliseconds, by }) =>
      asked(async () => {
        const at = now.getTime();
        const values = {
          ':limit': { N: String(at - apartMilliseconds) },
          ':ahead': { N: String(at + CLOCK_SKEW_MILLISECONDS) },
          ':by': { S: by ?? NOBODY },
        };
        const set = {
          polledAt: at,
          polledBy: by ?? NOTIFICATION,
          ...(by === undefined ? {} : { linkPolledAt: at, linkPolledBy: by }),
        };
        const taken = await unlessCondition(undefined, () =>
          update(LAST_POLL, { set }, { ...FREE_TURN, ExpressionAttributeValues: values }),
        );
        // A notification is not limited by the pace of polls.
        const last = taken !== undefined || by === undefined ? taken?.Attributes : await lastPoll();
        const isPolledByOthers =
          last?.linkPolledBy?.S !== by && isWithin(last?.linkPolledAt?.N, at, recentMilliseconds);
        const unreadFrom = last?.unreadFrom?.S ?? '';
        return { isGranted: taken !== undefined, isPolledByOthers, unreadFrom };
      }),
    noteUnreadFrom: (unreadFrom) =>
      asked(async () => void (await update(LAST_POLL, { set: { unreadFrom } }))),
    seenPaces: () =>
      asked(async () => pacesIn((await client.call('GetItem', key(SEEN_PACE))).Item?.paces?.S)),
    noteSeenPaces: (paces) =>
      asked(async () => void (await update(SEEN_PACE, { set: { paces: JSON.stringify(paces) } }))),
  };
}

const NOTIFICATION = 'notification';
/** More than the clocks of two functions differ by. */
const CLOCK_SKEW_MILLISECONDS = 60_000;
/** Never the id of a link that polls. */
const NOBODY = '#nobody';

const IF_THERE: Partial<Update> = {
  ConditionExpression: `attribute_exists(#${WAITING_LINKS_KEY})`,
  ReturnValues: 'ALL_NEW',
};
/** State before the first poll, so that the condition of an update has a value to compare with. */
const UNSEEN = { endpointState: '' };
/** If several poll at the same time, only one records the change. */
const IF_CHANGED: Partial<Update> = {
  ConditionExpression: `attribute_exists(#${WAITING_LINKS_KEY}) AND #endpointState <> :endpointState`,
  ReturnValues: 'ALL_NEW',
};
const FREE_TURN: Partial<Update> = {
  // The link that polled last may poll again.
  ConditionExpression:
    'attribute_not_exists(#polledAt) OR #polledAt < :limit OR #polledAt > :ahead OR #polledBy = :by',
  ReturnValues: 'ALL_OLD',
};

function isWithin(time: string | undefined, now: number, milliseconds: number): boolean {
  const age = now - Number(time);
  return age < milliseconds && age > -CLOCK_SKEW_MILLISECONDS;
}

function updateOf({ set, setOnce = {} }: Changes, options: Partial<Update>) {
  const once = Object.keys(setOnce).map((name) => `#${name} = if_not_exists(#${name}, :${name})`);
  const assignments = [...Object.keys(set).map((name) => `#${name} = :${name}`), ...once];
  const values = Object.entries({ ...set, ...setOnce }).map(([name, value]) => [
    `:${name}`,
    attributeOf(value),
  ]);
  const names = [...Object.keys({ ...set, ...setOnce }), WAITING_LINKS_KEY].filter(
    (name) => name !== WAITING_LINKS_KEY || options.ConditionExpression?.includes(`#${name}`) === true,
  );
  return {
    ...options,
    UpdateExpression: `SET ${assignments.join(', ')}`,
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: { ...options.ExpressionAttributeValues, ...Object.fromEntries(values) },
  };
}

function attributeOf(value: string | number): Attribute {
  return typeof value === 'number' ? { N: String(value) } : { S: value };
}

function withoutEmpty(texts: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== ''));
}

async function list(client: DynamoDb, tableName: string, now: Date): Promise<WaitingLink[]> {
  const links: WaitingLink[] = [];
  let startKey: Item | undefined;
  do {
    const page = await client.call('Scan', {
      TableName: tableName,
      ConsistentRead: true,
      ...(startKey === undefined ? {} : { ExclusiveStartKey: startKey }),
    });
    for (const item of page.Items ?? []) {
      const id = item[WAITING_LINKS_KEY]?.S ?? '';
      const isExpired = Number(item[WAITING_LINKS_EXPIRY]?.N ?? 0) * 1000 < now.getTime();
      if (!id.startsWith('#') && !isExpired) links.push(linkOf(id, item));
    }
    startKey = page.LastEvaluatedKey;
  } while (startKey !== undefined);
  return links;
}

function linkOf(endpointId: string, item: Item = {}): WaitingLink {
  const text = (name: Exclude<keyof WaitingLink, 'endpointId'>) => item[name]?.S ?? '';
  return {
    endpointId,
    token: text('token'),
    observation: text('observation'),
    endpointState: text('endpointState'),
    acceptedAt: text('acceptedAt'),
    availableAt: text('availableAt'),
    pendingAt: text('pendingAt'),
    readAt: text('readAt'),
    notificationId: text('notificationId'),
  };
}

const secondsSchema = v.pipe(v.number(), v.finite());
const pacesSchema = v.array(v.object({ atlasAfterEc2: secondsSchema, notWithin: v.optional(secondsSchema) }));

/** Unreadable text counts as no observations. */
function pacesIn(text = ''): SeenPace[] {
  const read = validate(jsonText(pacesSchema), text);
  return read.kind === 'valid' ? read.value : [];
}

/** @throws WaitingLinksUnavailableError */
async function asked<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const wording = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new WaitingLinksUnavailableError(`DynamoDB cannot be used: ${wording}`, { cause: error });
  }
}
