import type { WorldClock } from '../../atlas/clock.js';
import { AwsError } from '../protocol/aws-error.js';
import type { Item } from './expressions.js';

interface Table {
  readonly keyName: string;
  readonly ttlName: string | undefined;
  readonly items: Map<string, Item>;
}

/** The template's tables, whose partition key must have type S. */
export class Tables {
  private readonly tables = new Map<string, Table>();
  /** If false, expired items can still be read. DynamoDB deletes them within days. */
  removesExpired = false;

  constructor(private readonly clock: WorldClock) {}

  create(tableArn: string, keyName: string, ttlName?: string): void {
    if (!this.tables.has(tableArn)) this.tables.set(tableArn, { keyName, ttlName, items: new Map() });
  }

  /** @throws AwsError ResourceNotFoundException */
  items(tableArn: string): ReadonlyMap<string, Item> {
    return this.find(tableArn).items;
  }

  /** All items of the first table whose name contains this text. */
  itemsOf(namePart: string): Item[] {
    const arn = [...this.tables.keys()].find((candidate) => candidate.includes(namePart));
    return arn === undefined ? [] : [...this.find(arn).items.values()];
  }

  get(tableArn: string, key: Item): Item | undefined {
    return this.find(tableArn).items.get(this.keyOf(tableArn, key));
  }

  put(tableArn: string, item: Item): void {
    this.find(tableArn).items.set(this.keyOf(tableArn, item), item);
  }

  delete(tableArn: string, key: Item): void {
    this.find(tableArn).items.delete(this.keyOf(tableArn, key));
  }

  private keyOf(tableArn: string, fields: Item): string {
    const { keyName } = this.find(tableArn);
    const value = fields[keyName]?.S;
    if (typeof value === 'string' && value !== '') return value;
    throw new AwsError('ValidationException', 'The provided key element does not match the schema');
  }

  private find(tableArn: string): Table {
    const table = this.tables.get(tableArn);
    if (table === undefined) throw new AwsError('ResourceNotFoundException', 'Requested resource not found');
    this.sweep(table);
    return table;
  }

  private sweep({ ttlName, items }: Table): void {
    if (!this.removesExpired || ttlName === undefined) return;
    for (const [key, item] of items)
      if (Number(item[ttlName]?.N ?? Number.POSITIVE_INFINITY) * 1000 < this.clock.now()) items.delete(key);
  }
}
