import type { Caller } from '../../lambda/aws/caller.js';
import { within } from '../../lambda/aws/response-patience.js';

/**
 * Settings of every SDK client of the command line: a service that accepts a connection and does not respond ends as
 * `TimeoutError`, like the clients of the functions, and not never.
 *
 * @param caller Region and credentials of a member; default: those of the environment
 */
export function clientSettings(caller: Partial<Caller> = {}): Partial<Caller> & ReturnType<typeof within> {
  return { ...within(), ...caller };
}
