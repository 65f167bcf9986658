/** The bundled command line, as a process of its own. */
import { spawn } from 'node:child_process';
import { COMMAND_LINE_FILE } from '../../bin/bundle-command-line.js';

export interface CommandResult {
  /** Null if the process was stopped because it did not end. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Real time. A command without a wait ends within seconds. */
const LIMIT_MILLISECONDS = 60_000;

/**
 * Runs without a terminal, and without the AWS configuration of the machine. A person interrupts a command that waits for
 * the endpoint to become ready.
 */
export function runCommandLine(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<CommandResult> {
  const child = spawn(process.execPath, [COMMAND_LINE_FILE, ...args], {
    env: {
      PATH: process.env.PATH,
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_EC2_METADATA_DISABLED: 'true',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: LIMIT_MILLISECONDS,
    killSignal: 'SIGKILL',
  });
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
  // World time does not pass meanwhile, so that what it waits for does not happen.
  child.stderr.on('data', () => {
    if (stderr.join('').includes('waiting for the endpoint')) child.kill('SIGINT');
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, stdout: stdout.join(''), stderr: stderr.join('') }));
  });
}

function collect(stream: NodeJS.ReadableStream): string[] {
  const chunks: string[] = [];
  stream.on('data', (chunk) => chunks.push(String(chunk)));
  return chunks;
}
