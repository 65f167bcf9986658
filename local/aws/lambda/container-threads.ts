import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Worker } from 'node:worker_threads';

/** Settings with which a container starts. */
export interface ContainerStart {
  readonly env: Readonly<Record<string, string>>;
  /** World time, in memory shared with the thread. */
  readonly time: BigInt64Array;
  readonly codeFolder: string;
  readonly functionName: string;
  readonly functionArn: string;
}

/** Receives the messages of a container, and the end of its thread. */
export interface ContainerListener<Message> {
  message(message: Message): void;
  crash(error: string): void;
}

/** The connection to a container in a thread. */
export interface ContainerSeat {
  post(message: Readonly<Record<string, unknown>>): void;
  /** Ends the container, whatever it is doing. */
  leave(): Promise<void>;
}

/**
 * Maximum number of containers in one thread. With more, containers would wait for each other; with fewer, the
 * libraries would be loaded more often.
 */
const SEATS = 50;
/** Maximum number of containers over the life of a thread, because each one leaves its evaluated modules in memory. */
const CONTAINERS_PER_THREAD = 200;
/** Maximum number of threads without containers that are kept for each bundle, for later containers of this process. */
const IDLE_LIMIT = 2;

type Message = { readonly generation: number };

let generations = 0;
const threads = new Map<string, ContainerThread[]>();
let codeStore: string | undefined;

/**
 * A thread for containers of one bundle. Loading the libraries of a bundle takes a third of a second, so they are
 * loaded once in each thread. Each container evaluates only the bundle's own modules, in its own environment.
 */
class ContainerThread {
  private readonly listeners = new Map<number, ContainerListener<never>>();
  private begun = 0;
  private readonly worker: Worker;

  constructor(private readonly code: string) {
    this.worker = new Worker(new URL('./lambda-bootstrap.mjs', import.meta.url), {
      env: {},
      // The parent's module loaders are not inherited, because Lambda has none.
      execArgv: ['--no-warnings'],
    });
    this.worker.on('message', (message: Message) =>
      this.listeners.get(message.generation)?.message(message as never),
    );
    this.worker.on('error', (error) => this.crash(String(error)));
  }

  get hasSeat(): boolean {
    return this.listeners.size < SEATS && this.begun < CONTAINERS_PER_THREAD;
  }

  get isIdle(): boolean {
    return this.listeners.size === 0;
  }

  get isSpent(): boolean {
    return this.isIdle && this.begun >= CONTAINERS_PER_THREAD;
  }

  seat(
    { env, time, functionName, functionArn }: ContainerStart,
    listener: ContainerListener<never>,
  ): ContainerSeat {
    generations += 1;
    const generation = generations;
    this.begun += 1;
    this.listeners.set(generation, listener);
    this.worker.ref();
    const post = (message: Readonly<Record<string, unknown>>) =>
      this.worker.postMessage({ ...message, generation });
    post({ kind: 'begin', env, time, entry: `file://${this.code}/index.mjs`, functionName, functionArn });
    return { post, leave: () => this.leave(generation, post) };
  }

  private async leave(
    generation: number,
    post: (message: Readonly<Record<string, unknown>>) => void,
  ): Promise<void> {
    if (!this.listeners.delete(generation)) return;
    post({ kind: 'end' });
    if (!this.isIdle) return;
    this.worker.unref();
    if (!this.isSpent && threadsOf(this.code).filter(({ isIdle }) => isIdle).length <= IDLE_LIMIT) return;
    this.remove();
    await this.worker.terminate();
  }

  private crash(error: string): void {
    this.remove();
    const listeners = [...this.listeners.values()];
    this.listeners.clear();
    for (const listener of listeners) listener.crash(error);
  }

  private remove(): void {
    threads.set(
      this.code,
      threadsOf(this.code).filter((thread) => thread !== this),
    );
  }
}

function threadsOf(code: string): readonly ContainerThread[] {
  return threads.get(code) ?? [];
}

/** Adds a container to a thread of its bundle that has room, or to a new thread. */
export function takeSeat<Message>(
  start: ContainerStart,
  listener: ContainerListener<Message>,
): ContainerSeat {
  const code = storedCode(start.codeFolder);
  const thread = threadsOf(code).find(({ hasSeat }) => hasSeat) ?? addThread(code);
  return thread.seat(start, listener);
}

function addThread(code: string): ContainerThread {
  const thread = new ContainerThread(code);
  threads.set(code, [...threadsOf(code), thread]);
  return thread;
}

/**
 * Copies the code to a folder named after the asset, which contains a hash. Like code uploaded to Lambda, it does not
 * change with its source.
 */
function storedCode(codeFolder: string): string {
  if (codeStore === undefined) {
    const folder = mkdtempSync(join(tmpdir(), 'atlas-privatelink-code-'));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    codeStore = folder;
  }
  const stored = join(codeStore, basename(codeFolder));
  if (!existsSync(stored)) cpSync(codeFolder, stored, { recursive: true });
  return stored;
}
