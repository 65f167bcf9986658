/** `npm run local`: starts a local world for the command line, which runs until it is interrupted. */
import { rm, writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { bundleHandlersIfStale } from '../bin/bundle.js';
import { runProgram } from '../bin/options/program-options.js';
import { LOCAL_WORLD_FILE, LOCAL_WORLD_VARIABLE } from '../cli/session/local-world.js';
import { serve } from '../local/serve.js';
import { LOCAL_USAGE, type LocalOptions, parseLocalOptions } from './local/options.js';

async function main(options: LocalOptions): Promise<undefined> {
  showStage('bundling the functions');
  await bundleHandlersIfStale();
  showStage('loading the CDK');
  // Loaded here, so that --help does not wait for the CDK.
  const { startDemoWorld } = await import('./local/demo-world.js');
  const { world, endpoints } = await startDemoWorld(showStage);
  world.time.speed = options.speed;
  const served = serve(world);
  const file = process.env[LOCAL_WORLD_VARIABLE] ?? LOCAL_WORLD_FILE;
  await writeFile(file, JSON.stringify({ ...served.connection, pid: process.pid }), { mode: 0o600 });
  try {
    console.log(`A local world with ${endpoints.length} VPC endpoints:`);
    for (const { name, endpointId } of endpoints) console.log(`  ${endpointId}  ${name}`);
    console.log('Why does one of them not work?  npm run cli -- doctor <vpce-id> --local');
    const { AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID, AWS_REGION } = served.connection.awsEnvironment;
    console.log(
      `Its AWS: AWS_ENDPOINT_URL=${AWS_ENDPOINT_URL}, access key ${AWS_ACCESS_KEY_ID}, any secret, Region ${AWS_REGION}.`,
    );
    await untilInterrupted(options.forSeconds);
  } finally {
    await rm(file, { force: true });
    await served.stop();
  }
}

/** Printed to standard error; standard output has only the list of endpoints. */
function showStage(stage: string): void {
  console.error(`Local world: ${stage} …`);
}

async function untilInterrupted(seconds: number | undefined): Promise<void> {
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, onSignal);
  // The timer keeps the process alive while the world has nothing to do.
  const milliseconds = seconds === undefined ? 2 ** 31 - 1 : seconds * 1000;
  await pause(milliseconds, undefined, { signal: stop.signal }).catch(() => undefined);
}

await runProgram({ usage: LOCAL_USAGE, parse: parseLocalOptions, main });
