import { ExitCode } from './exit-code.js';

/** Ends a command: what was wrong, with the value received, and what to do. */
export class CommandError extends Error {
  override readonly name = 'CommandError';

  constructor(
    message: string,
    readonly advice: string,
    readonly exitCode: ExitCode = ExitCode.WRONG,
  ) {
    super(message);
  }
}
