/** A request and the status of its response, without headers and secrets. */
export interface JournalEntry {
  /** World time in milliseconds since the epoch. */
  readonly at: number;
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  /** 0 if there was no response. */
  readonly status: number;
  /** Public key or client id; undefined for a request that was not authenticated. */
  readonly identity: string | undefined;
  /** Endpoint id in the body of a POST, which is not part of its path. */
  readonly endpointId: string | undefined;
}

/** All requests in the order of their arrival. */
export class Journal {
  readonly entries: JournalEntry[] = [];
  private readonly listeners: ((entry: JournalEntry) => void)[] = [];

  /** Calls the listener for each following request. */
  listen(listener: (entry: JournalEntry) => void): void {
    this.listeners.push(listener);
  }

  add(entry: JournalEntry): void {
    this.entries.push(entry);
    for (const listener of this.listeners) listener(entry);
  }

  count(filter: Partial<Pick<JournalEntry, 'method' | 'status'>> & { path?: RegExp } = {}): number {
    return this.entries.filter(
      ({ method, status, path }) =>
        (filter.method === undefined || filter.method === method) &&
        (filter.status === undefined || filter.status === status) &&
        (filter.path?.test(path) ?? true),
    ).length;
  }
}
