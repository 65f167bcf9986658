import { ExitCode } from './exit-code.js';

/** Ends a command with what was wrong, the value received, and what to do. */
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
