import type { ExitCode } from '../errors/exit-code.js';
import type { Output } from '../output/output.js';
import type { Access } from './access.js';

/** What a command needs. */
export interface CommandContext {
  readonly output: Output;
  /** Reads the stack's description, and opens what it names. */
  connect(): Promise<Access>;
  /** Account of `--account`, the Region of `--region`: a member of a hub. Undefined if not given. */
  readonly wanted: WantedPlace;
  /** `address:port` of the name server to query; undefined for this machine's own. */
  readonly dnsServer: string | undefined;
  /** Interval between two polls. Time passes faster in a local world. */
  readonly pollMilliseconds: number;
}

/** Account and Region of the VPC endpoints, as the user names them. */
export interface WantedPlace {
  /** 12 digits. Undefined: those of the automation, in which `--region` is its Region as well. */
  readonly account: string | undefined;
  readonly region: string | undefined;
}

export type Work = (context: CommandContext) => Promise<ExitCode>;
/**
 * Runs a command's work with the options that all commands have.
 *
 * @param account of `--account`, for commands that have it
 */
export type Runner = (work: Work, account?: string) => Promise<void>;
