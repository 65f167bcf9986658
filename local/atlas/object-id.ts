import { createHash } from 'node:crypto';
import type { WorldClock } from './clock.js';

/**
 * Ids in Atlas's form with 24 hexadecimal digits: the second of the creation, and a counter instead of a random part,
 * so that all runs have the same ids.
 */
export class ObjectIds {
  private next = 1;

  constructor(private readonly clock: WorldClock) {}

  create(): string {
    const second = Math.floor(this.clock.now() / 1000).toString(16);
    const id = second.padStart(8, '0') + this.next.toString(16).padStart(16, '0');
    this.next += 1;
    return id;
  }
}

/** A constant id for something that is not created but derived from this name. */
export function hashedId(name: string): string {
  return createHash('md5').update(name).digest('hex').slice(0, 24);
}
