import { createInterface } from 'node:readline/promises';
import { CommandError } from './command-error.js';
import { ExitCode } from './exit-code.js';

/**
 * A question on the terminal; only `y` and `yes` are consent.
 *
 * @throws CommandError without a terminal: a script has to say --yes
 */
export async function confirm(question: string): Promise<boolean> {
  if (process.stdin.isTTY !== true)
    throw new CommandError(
      'This has to be confirmed, and standard input is no terminal.',
      'Give --yes where nobody can be asked.',
      ExitCode.USAGE,
    );
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}
