/** `npm start`: the product on the local world, told as it happens. */
import { bundleHandlersIfStale } from '../bin/bundle.js';
import { runProgram } from '../bin/program-options.js';
import { runAutomation } from './start/automation.js';
import { runLife } from './start/life.js';
import { parseStartOptions, type StartOptions, USAGE } from './start/options.js';

const ExitCode = { LINKED: 0, NOT_LINKED: 1 } as const;

async function main(options: StartOptions): Promise<number> {
  const print = options.json ? () => undefined : (line: string) => console.log(line);
  const sizes = await bundleHandlersIfStale();
  const kilobytes = Object.values(sizes).map((bytes) => Math.round(bytes / 1024));
  print(`Bundles of ${kilobytes.length} functions are ready (${kilobytes.join(', ')} KB at start).`);
  return (await run(options, print)) ? ExitCode.LINKED : ExitCode.NOT_LINKED;
}

async function run(options: StartOptions, print: (line: string) => void): Promise<boolean> {
  if (options.scenario === 'automation') return runAutomation(options, print);
  if (options.scenario === 'life') return runLife(options, print);
  // Loaded here, so that --help does not wait for the CDK.
  const { runDeclared } = await import('./start/declared.js');
  return runDeclared(options, print);
}

await runProgram({ usage: USAGE, parse: parseStartOptions, main });
