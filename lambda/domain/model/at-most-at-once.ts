/**
 * Asks about each item, no more than so many at a time. Hundreds of requests at once would be hundreds of TLS handshakes,
 * where a few connections that are used again are as fast.
 *
 * @returns results in the order of the items
 */
export async function atMostAtOnce<Item, Result>(
  limit: number,
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results = new Map<number, Result>();
  const waiting = items.entries();
  // All of them take from the same iterator.
  const takeTurns = async () => {
    for (const [index, item] of waiting) results.set(index, await work(item));
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, takeTurns));
  return [...results].sort(([a], [b]) => a - b).map(([, result]) => result);
}
