import { createInterface } from 'node:readline/promises';
import { CommandError } from '../errors/command-error.js';
import { ExitCode } from '../errors/exit-code.js';
import { InterruptedError } from '../errors/interrupted-error.js';

export interface Terminal {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream;
}

/**
 * Asks a question on the terminal; only `y` and `yes` are consent, the end of the input is not.
 *
 * @throws CommandError without a terminal: a script has to use --yes
 * @throws InterruptedError for Ctrl-C
 */
export async function confirm(
  question: string,
  { input, output }: Terminal = { input: process.stdin, output: process.stderr },
): Promise<boolean> {
  if (input.isTTY !== true)
    throw new CommandError(
      'A confirmation is required, but standard input is not a terminal.',
      'Give --yes where nobody can be asked.',
      ExitCode.USAGE,
    );
  const terminal = createInterface({ input, output, terminal: true });
  const end = new AbortController();
  let isInterrupted = false;
  // While readline asks a question in a terminal, Ctrl-C is a key and not a signal.
  terminal.once('SIGINT', () => {
    isInterrupted = true;
    terminal.close();
  });
  terminal.once('close', () => end.abort());
  try {
    const answer = await terminal.question(`${question} [y/N] `, { signal: end.signal });
    return /^y(es)?$/i.test(answer.trim());
  } catch (error) {
    output.write('\n');
    if (isInterrupted) throw new InterruptedError();
    if (end.signal.aborted) return false;
    throw error;
  } finally {
    terminal.close();
  }
}
