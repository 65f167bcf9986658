/** `npm start`: runs the product in a local world and prints what happens. */
import { runProgram } from '../bin/options/program-options.js';
import { parseStartOptions, type StartOptions, USAGE } from './start/options.js';
import { runStart } from './start/run.js';

const ExitCode = { LINKED: 0, NOT_LINKED: 1 } as const;

async function main(options: StartOptions): Promise<number> {
  const print = options.json ? () => undefined : (line: string) => console.log(line);
  return (await runStart(options, print)) ? ExitCode.LINKED : ExitCode.NOT_LINKED;
}

await runProgram({ usage: USAGE, parse: parseStartOptions, main });
