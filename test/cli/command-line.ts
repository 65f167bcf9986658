import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { COMMAND_LINE_FILE } from '../../bin/bundle-command-line.js';
import { LOCAL_WORLD_VARIABLE } from '../../cli/session/local-world.js';
import { LOCAL_USER } from '../../local/aws/callers.js';
import { connectionTo, type ServedWorld, serve } from '../../local/serve.js';
import type { World } from '../../local/world.js';
import { schemaProblems } from './json-output.js';

export interface CommandResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A world that the bundled command line, in its own process, uses as the local world. */
export interface CommandLineWorld {
  readonly world: World;
  run(...args: string[]): Promise<CommandResult>;
  /** Runs with additional environment variables. */
  runWith(variables: Readonly<Record<string, string>>, ...args: string[]): Promise<CommandResult>;
  /** Runs with another access key than that of the local user, who may do everything. */
  runAs(accessKeyId: string, ...args: string[]): Promise<CommandResult>;
  stop(): Promise<void>;
}

export function openToCommandLine(world: World): CommandLineWorld {
  const served: ServedWorld = serve(world);
  const folder = mkdtempSync(join(tmpdir(), 'atlas-privatelink-cli-'));
  const { connection } = served;
  const runIn = (accessKeyId: string, variables: Readonly<Record<string, string>>, args: string[]) => {
    const file = join(folder, `${accessKeyId}.json`);
    const awsEnvironment = { ...connection.awsEnvironment, AWS_ACCESS_KEY_ID: accessKeyId };
    writeFileSync(file, JSON.stringify({ ...connection, awsEnvironment }));
    return runCommand([...args, '--local'], { [LOCAL_WORLD_VARIABLE]: file, ...variables });
  };
  return {
    world,
    run: (...args) => runIn(LOCAL_USER, {}, args),
    runWith: (variables, ...args) => runIn(LOCAL_USER, variables, args),
    runAs: (accessKeyId, ...args) => runIn(accessKeyId, {}, args),
    stop: async () => {
      await served.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Runs once in a world whose own time does not pass meanwhile. */
export async function runOnceIn(world: World, ...args: string[]): Promise<CommandResult> {
  const folder = mkdtempSync(join(tmpdir(), 'atlas-privatelink-cli-'));
  try {
    const file = join(folder, 'world.json');
    writeFileSync(file, JSON.stringify(connectionTo(world)));
    return await runCommand([...args, '--local'], { [LOCAL_WORLD_VARIABLE]: file });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs without a terminal, and without the AWS configuration of the machine. */
export async function runCommand(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  program = COMMAND_LINE_FILE,
): Promise<CommandResult> {
  const result = await runProcess(program, args, environment);
  requireSchema(args, result.stdout);
  return result;
}

function runProcess(
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<CommandResult> {
  const env = {
    PATH: process.env.PATH,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    ...environment,
  };
  const child = spawn(process.execPath, [program, ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
  return new Promise((resolve) => {
    child.on('close', (exitCode) => resolve({ exitCode, stdout: stdout.join(''), stderr: stderr.join('') }));
  });
}

/** Validates every document that a test makes a command print. */
function requireSchema([command = '', ...options]: readonly string[], stdout: string): void {
  if (options.includes('json')) expect(schemaProblems(command, stdout)).toEqual([]);
}

function collect(stream: NodeJS.ReadableStream): string[] {
  const chunks: string[] = [];
  stream.on('data', (chunk) => chunks.push(String(chunk)));
  return chunks;
}
