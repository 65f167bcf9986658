import { createHash } from 'node:crypto';
import type { WorldClock } from './clock.js';

/** Atlas's ids: the second of the creation, then what is here counted up, so that executions are alike; 24 hexadecimal digits. */
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

/** An id of something that is not created, but there with something else: always the same. */
export function hashedId(name: string): string {
  return createHash('md5').update(name).digest('hex').slice(0, 24);
}
