/**
 * Calls a function for each item, with a limited number of concurrent calls. Hundreds of concurrent requests would need
 * hundreds of TLS handshakes; a few reused connections are as fast.
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
  // All workers take items from the same iterator.
  const takeTurns = async () => {
    for (const [index, item] of waiting) results.set(index, await work(item));
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, takeTurns));
  return [...results].sort(([a], [b]) => a - b).map(([, result]) => result);
}
