/** One request as it was answered. No header and no secret. */
export interface JournalEntry {
  /** World time, milliseconds. */
  readonly at: number;
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  /** 0 when there was no response. */
  readonly status: number;
  /** Key or client id; undefined for a request that was not let in. */
  readonly identity: string | undefined;
  /** Endpoint that is to be linked: of a POST, which names it in its body alone. */
  readonly endpointId: string | undefined;
}

/** What the server was asked, in order. */
export class Journal {
  readonly entries: JournalEntry[] = [];
  private readonly listeners: ((entry: JournalEntry) => void)[] = [];

  /** Each request from now on. */
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
