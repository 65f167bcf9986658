/**
 * Order in which a poll reads the endpoints of all waiting links. While EC2 throttles, the last calls of a poll may not be
 * made, and these must not be about the same endpoints each time.
 */

/** Who polls. */
export type PollCaller =
  /** A waiting task, about its own endpoint. */
  | { readonly by: 'poll'; readonly own: string }
  /** A notification. `named`: endpoints that its message names; this decides nothing but the order. */
  | { readonly by: 'push'; readonly named: readonly string[] };

/** A message is about one endpoint. One that names many has not been written by EC2. */
const NAMED_AT_MOST = 10;

/**
 * The list begins with the caller's own endpoint, and goes on in a circle: after its own endpoint for a task; for a
 * notification, where the poll for the last notification had to stop.
 *
 * @param unreadFrom id with which the rest of that poll began; empty if it has read all
 */
export function orderOf(
  waitingIds: readonly string[],
  caller: PollCaller,
  unreadFrom: string,
): readonly string[] {
  const ids = [...new Set(waitingIds)].sort();
  const first = caller.by === 'poll' ? [caller.own] : namedAmong(ids, caller.named);
  const start = caller.by === 'poll' ? caller.own : unreadFrom;
  const others = ids.filter((id) => !first.includes(id));
  return [...first, ...others.filter((id) => id >= start), ...others.filter((id) => id < start)];
}

/** Where the poll for the next notification begins; undefined if this one has not to be continued. */
export function unreadFromOf(
  ids: readonly string[],
  caller: PollCaller,
  unread: ReadonlySet<string>,
): string | undefined {
  if (caller.by === 'poll') return undefined;
  const first = namedAmong([...ids].sort(), caller.named);
  return ids.find((id) => unread.has(id) && !first.includes(id));
}

function namedAmong(ids: readonly string[], named: readonly string[]): readonly string[] {
  return ids.filter((id) => named.includes(id)).slice(0, NAMED_AT_MOST);
}
