import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { VirtualEnvironment } from '../python/virtual-environment.js';
import { eventually } from './eventually.js';

export const ACCOUNT = '111122223333';
export const REGION = 'eu-west-1';

/** Factor for the waits of state machines in the emulator. */
const WAIT_SCALE = '0.1';

export interface Emulator {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts MiniStack on a free loopback port with IAM enforced. Functions run in processes of the local Node.js. */
export async function startEmulator({ program }: VirtualEnvironment): Promise<Emulator> {
  const port = await freePort();
  const child = spawn(program('ministack'), [], {
    stdio: 'ignore',
    env: { ...process.env, ...settings(port) },
  });
  const url = `http://127.0.0.1:${port}`;
  await eventually('MiniStack answers', async () => (await answers(url)) || undefined, 60);
  return { url, stop: () => stop(child) };
}

function settings(port: number): Record<string, string> {
  return {
    AUTH: 'true',
    BIND_HOST: '127.0.0.1',
    MINISTACK_HOST: '127.0.0.1',
    GATEWAY_PORT: String(port),
    MINISTACK_ACCOUNT_ID: ACCOUNT,
    LAMBDA_EXECUTOR: 'local',
    SFN_WAIT_SCALE: WAIT_SCALE,
    IOT_MTLS_ENABLED: '0',
    SFTP_ENABLED: '0',
  };
}

async function answers(url: string): Promise<boolean> {
  return fetch(`${url}/_ministack/health`).then(
    ({ ok }) => ok,
    () => false,
  );
}

async function stop(child: ChildProcess): Promise<void> {
  child.kill();
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No port is free.');
  return address.port;
}
