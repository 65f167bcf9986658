import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Worker } from 'node:worker_threads';

/** What a thread needs to become a container. */
export interface ContainerStart {
  readonly env: Readonly<Record<string, string>>;
  /** World time, shared. */
  readonly time: BigInt64Array;
  readonly codeFolder: string;
  readonly functionName: string;
  readonly functionArn: string;
}

/** A test runner ends its workers without their exit handlers, and cleans up by this and its own process id. */
export const CODE_STORE_PREFIX = 'atlas-privatelink-code-';

/** Threads that have loaded a bundle's libraries wait here for the next container of this process. */
const IDLE_LIMIT = 8;
/** Each container leaves the modules that it has evaluated behind. */
const CONTAINERS_PER_THREAD = 200;
let generations = 0;
const containersOf = new WeakMap<Worker, number>();
const idle = new Map<string, Worker[]>();
let codeStore: string | undefined;

export interface ContainerThread {
  readonly worker: Worker;
  /** Stands in each message of this container; those of earlier ones of the same thread may still come. */
  readonly generation: number;
}

/**
 * A thread for a container. Loading the AWS SDK costs a tenth of a second, so a thread whose container has ended is used
 * again: with another environment, and with the bundle evaluated anew.
 */
export function takeThread(start: ContainerStart): ContainerThread {
  const code = storedCode(start.codeFolder);
  const thread = idle.get(code)?.pop() ?? createThread();
  thread.ref();
  generations += 1;
  const generation = generations;
  containersOf.set(thread, (containersOf.get(thread) ?? 0) + 1);
  const { env, time, functionName, functionArn } = start;
  thread.postMessage({
    kind: 'begin',
    generation,
    env,
    time,
    entry: `file://${code}/index.mjs`,
    functionName,
    functionArn,
  });
  return { worker: thread, generation };
}

/** @param thread of a container that has ended, whatever it was doing */
export async function giveBackThread(thread: Worker, codeFolder: string): Promise<void> {
  const code = storedCode(codeFolder);
  const waiting = idle.get(code) ?? [];
  idle.set(code, waiting);
  // By name: a worker has listeners of its own.
  for (const event of ['message', 'error']) thread.removeAllListeners(event);
  if (waiting.length >= IDLE_LIMIT || (containersOf.get(thread) ?? 0) >= CONTAINERS_PER_THREAD) {
    await thread.terminate();
    return;
  }
  thread.postMessage({ kind: 'end' });
  thread.unref();
  waiting.push(thread);
}

function createThread(): Worker {
  return new Worker(new URL('./lambda-bootstrap.mjs', import.meta.url), {
    env: {},
    // Not the parent's loaders: Lambda has none.
    execArgv: ['--no-warnings'],
  });
}

/** As Lambda does with what is uploaded: kept by its content, which is the name that CDK gives to the asset. */
function storedCode(codeFolder: string): string {
  if (codeStore === undefined) {
    const folder = mkdtempSync(join(tmpdir(), `${CODE_STORE_PREFIX}${process.ppid}-`));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    codeStore = folder;
  }
  const stored = join(codeStore, basename(codeFolder));
  if (!existsSync(stored)) cpSync(codeFolder, stored, { recursive: true });
  return stored;
}
