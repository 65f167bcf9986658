import { randomUUID } from 'node:crypto';

/** Creates an id for what a command has started: readable in Step Functions, and unique. */
export function commandId(now: Date): string {
  const time = now.toISOString().replace(/[-:]|\.\d+/g, '');
  return `command-${time}-${randomUUID().slice(0, 8)}`;
}
