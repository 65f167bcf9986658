import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Worker } from 'node:worker_threads';

/** What a container needs to begin. */
export interface ContainerStart {
  readonly env: Readonly<Record<string, string>>;
  /** World time, shared. */
  readonly time: BigInt64Array;
  readonly codeFolder: string;
  readonly functionName: string;
  readonly functionArn: string;
}

/** What the thread says of a container, and that the thread itself is no more. */
export interface ContainerListener<Message> {
  message(message: Message): void;
  crash(error: string): void;
}

/** A container's place in a thread. */
export interface ContainerSeat {
  post(message: Readonly<Record<string, unknown>>): void;
  /** The end of the container, whatever it was doing. */
  leave(): Promise<void>;
}

/** A test runner ends its workers without their exit handlers, and cleans up by this and its own process id. */
export const CODE_STORE_PREFIX = 'atlas-privatelink-code-';

/** Containers that live in one thread. More would wait for each other; fewer would load the libraries more often. */
const SEATS = 50;
/** Each container leaves the modules that it has evaluated behind. */
const CONTAINERS_PER_THREAD = 200;
/** Threads of one bundle that no container lives in, kept for the next one of this process. */
const IDLE_LIMIT = 2;

type Message = { readonly generation: number };

let generations = 0;
const threads = new Map<string, ContainerThread[]>();
let codeStore: string | undefined;

/**
 * A thread for containers of one bundle. Loading the libraries of a bundle costs a third of a second, and each container of
 * a thread evaluates the bundle's own modules alone, in an environment of its own.
 */
class ContainerThread {
  private readonly listeners = new Map<number, ContainerListener<never>>();
  private begun = 0;
  private readonly worker: Worker;

  constructor(private readonly code: string) {
    this.worker = new Worker(new URL('./lambda-bootstrap.mjs', import.meta.url), {
      env: {},
      // Not the parent's loaders: Lambda has none.
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

/** A seat for a container, in a thread that has loaded its libraries where there is one. */
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
