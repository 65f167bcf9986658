#!/usr/bin/env node
/** Entry of the Atlas simulator: `npm run atlas`, `npx atlas-privatelink-simulator`. */
import { parseSimulatorOptions, SIMULATOR_USAGE, type SimulatorOptions } from './atlas-simulator/options.js';
import { type SimulatorConnection, startSimulator } from './atlas-simulator/start-simulator.js';
import { whenStopped } from './atlas-simulator/when-stopped.js';
import { runProgram } from './options/program-options.js';

const CANNOT_LISTEN = 1;

async function main(options: SimulatorOptions): Promise<undefined> {
  const { server, connection } = await startSimulator(options);
  if (options.journal) server.journal.listen((entry) => console.log(JSON.stringify(entry)));
  console.log(options.json ? JSON.stringify(connection) : described(connection));
  whenStopped(() => void server.close());
}

function described({ url, projectIds, orgId, ...signsIn }: SimulatorConnection): string {
  return [
    `Atlas Admin API on ${url}`,
    `  organization     ${orgId}`,
    ...projectIds.map((id) => `  project          ${id}`),
    `  API key          ${signsIn.publicKey}:${signsIn.privateKey}`,
    `  service account  ${signsIn.clientId}:${signsIn.clientSecret}`,
  ].join('\n');
}

try {
  await runProgram({ usage: SIMULATOR_USAGE, parse: parseSimulatorOptions, main });
} catch (error) {
  if (!(error instanceof Error)) throw error;
  console.error(error.message);
  process.exitCode = CANNOT_LISTEN;
}
