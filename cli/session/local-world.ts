/** The local world that `--local` uses: one that is already running (`npm run local`), or one for this command only. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import * as v from 'valibot';
import { jsonText } from '../../lambda/json/json-text.js';
import { CommandError } from '../errors/command-error.js';
import { ExitCode } from '../errors/exit-code.js';

/** File in which a running world stores its connection data. */
export const LOCAL_WORLD_FILE = join(tmpdir(), 'atlas-privatelink-local.json');
/** Names another file, if several worlds run. */
export const LOCAL_WORLD_VARIABLE = 'ATLAS_PRIVATELINK_LOCAL_WORLD';

const connectionSchema = v.object({
  /** `127.0.0.1:<port>` */
  dnsServer: v.string(),
  /** The environment variables for the AWS SDK. */
  awsEnvironment: v.record(v.string(), v.string()),
  /** Id of the world's process: the file may outlive its world. */
  pid: v.optional(v.number()),
});

export interface LocalWorld {
  readonly dnsServer: string;
  readonly awsEnvironment: Readonly<Record<string, string>>;
  /** Stops what was started for this command only. */
  stop(): void;
}

/** @throws CommandError */
export async function openLocalWorld(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<LocalWorld> {
  const named = environment[LOCAL_WORLD_VARIABLE];
  const running = await readConnection(named ?? LOCAL_WORLD_FILE);
  if (running !== undefined) return { ...running, stop: () => undefined };
  if (named !== undefined)
    throw new CommandError(
      `${LOCAL_WORLD_VARIABLE} names ${named}, which is not the connection file of a running local world.`,
      'Start one with npm run local, or unset the variable.',
      ExitCode.USAGE,
    );
  return startForThisCommand();
}

async function readConnection(file: string) {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const parsed = v.safeParse(jsonText(connectionSchema), text);
  if (!parsed.success || !isAlive(parsed.output.pid)) return undefined;
  return parsed.output;
}

function isAlive(pid: number | undefined): boolean {
  if (pid === undefined) return true;
  try {
    // Signal 0 checks whether such a process exists.
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const SERVER = join('demo', 'local.ts');
const START_SECONDS = 120;

/** The local world is part of the repository, not of the package. */
async function startForThisCommand(): Promise<LocalWorld> {
  if (!existsSync(SERVER))
    throw new CommandError(
      'No local world is running.',
      'Start one with npm run local in a checkout of the repository, or run this command there.',
      ExitCode.USAGE,
    );
  const folder = mkdtempSync(join(tmpdir(), 'atlas-privatelink-'));
  const file = join(folder, 'world.json');
  const environment = { ...process.env, [LOCAL_WORLD_VARIABLE]: file };
  process.stderr.write(
    'No local world is running: starting one for this command, which takes some seconds …\n',
  );
  // Its standard error shows its progress, and why it does not start.
  const child = spawn(process.execPath, ['--import', 'tsx', SERVER], {
    env: environment,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const stop = () => {
    child.kill('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  };
  const connection = await waitFor(file, child);
  if (connection !== undefined) return { ...connection, stop };
  stop();
  throw new CommandError('The local world did not start.', 'Correct the error above, or try npm run local.');
}

async function waitFor(file: string, child: ChildProcess) {
  const until = performance.now() + START_SECONDS * 1000;
  while (performance.now() < until && child.exitCode === null) {
    const connection = await readConnection(file);
    if (connection !== undefined) return connection;
    await pause(100);
  }
  return undefined;
}
