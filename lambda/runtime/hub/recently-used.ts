/**
 * A map of limited size, which drops the entry that was used least recently: a container that goes through hundreds of
 * members must not keep the clients of all of them.
 */
export class RecentlyUsed<Value> {
  private readonly values = new Map<string, Value>();

  /** @param limit number of entries */
  constructor(private readonly limit: number) {}

  get(key: string, make: () => Value): Value {
    const value = this.values.get(key) ?? make();
    // The order of insertion is the order of use.
    this.values.delete(key);
    this.values.set(key, value);
    const [oldest] = this.values.keys();
    if (this.values.size > this.limit && oldest !== undefined) this.values.delete(oldest);
    return value;
  }
}
