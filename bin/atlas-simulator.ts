#!/usr/bin/env node
/** The Atlas simulator as a program: `npx atlas-privatelink-simulator`. */
import { parseSimulatorOptions, SIMULATOR_USAGE, type SimulatorOptions } from './atlas-simulator/options.js';
import { type SimulatorConnection, startSimulator } from './atlas-simulator/start-simulator.js';
import { OptionError } from './program-options.js';

const ExitCode = { CANNOT_LISTEN: 1, BAD_OPTION: 2 } as const;

async function main(options: SimulatorOptions): Promise<void> {
  const { server, connection } = await startSimulator(options);
  if (options.journal) server.journal.listen((entry) => console.log(JSON.stringify(entry)));
  console.log(options.json ? JSON.stringify(connection) : described(connection));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void server.close());
}

function described({ url, projectIds, ...signsIn }: SimulatorConnection): string {
  return [
    `Atlas Admin API on ${url}`,
    ...projectIds.map((id) => `  project          ${id}`),
    `  API key          ${signsIn.publicKey}:${signsIn.privateKey}`,
    `  service account  ${signsIn.clientId}:${signsIn.clientSecret}`,
  ].join('\n');
}

try {
  const options = parseSimulatorOptions(process.argv.slice(2));
  if (options.help) console.log(SIMULATOR_USAGE);
  else await main(options);
} catch (error) {
  if (!(error instanceof Error)) throw error;
  const isUsage = error instanceof OptionError;
  console.error(isUsage ? `${error.message}\n\n${SIMULATOR_USAGE}` : error.message);
  process.exitCode = isUsage ? ExitCode.BAD_OPTION : ExitCode.CANNOT_LISTEN;
}
