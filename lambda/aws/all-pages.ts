export interface Page<T> {
  readonly items: readonly T[] | undefined;
  /** Token of the next page; absent or empty on the last page. */
  readonly nextToken: string | undefined;
}

export async function allPages<T>(read: (token: string | undefined) => Promise<Page<T>>): Promise<T[]> {
  const all: T[] = [];
  let token: string | undefined;
  do {
    const { items, nextToken } = await read(token);
    all.push(...(items ?? []));
    token = nextToken;
  } while (token !== undefined && token !== '');
  return all;
}
