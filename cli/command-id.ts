import { randomUUID } from 'node:crypto';

/** Names what a command has started: readable in Step Functions, and never the same twice. */
export function commandId(now: Date): string {
  const time = now.toISOString().replace(/[-:]|\.\d+/g, '');
  return `command-${time}-${randomUUID().slice(0, 8)}`;
}
