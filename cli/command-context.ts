import type { Access } from './access.js';
import type { ExitCode } from './exit-code.js';
import type { Output } from './output/output.js';

/** What a command needs. */
export interface CommandContext {
  readonly output: Output;
  /** Reads the stack's description, and opens what it names. */
  connect(): Promise<Access>;
  /** `address:port` of the name server to query; undefined for this machine's own. */
  readonly dnsServer: string | undefined;
  /** Interval between two polls. Time passes faster in a local world. */
  readonly pollMilliseconds: number;
}

export type Work = (context: CommandContext) => Promise<ExitCode>;
/** Runs a command's work with the options that all commands have. */
export type Runner = (work: Work) => Promise<void>;
