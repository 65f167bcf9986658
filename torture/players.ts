import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Task, Verdict } from './play-task.js';

export interface PlayersOptions {
  readonly jobs: number;
  readonly onVerdict: (task: Task, verdict: Verdict) => void;
}

const PLAYER = fileURLToPath(new URL('./player.ts', import.meta.url));
/** A sequence takes a second or two, its shrinking sixty times that; what takes longer hangs. */
const LIMIT_MILLISECONDS = 900_000;

/** Worlds leave something behind in the memory of their process (threads, modules): some megabytes each. */
const SEQUENCES_OF_A_PROCESS = 150;

/** Plays all tasks, each process one at a time. */
export async function playAll(tasks: Iterable<Task>, { jobs, onVerdict }: PlayersOptions): Promise<void> {
  const iterator = tasks[Symbol.iterator]();
  await Promise.all(Array.from({ length: jobs }, () => playInOneProcess(iterator, onVerdict)));
}

async function playInOneProcess(
  tasks: Iterator<Task>,
  onVerdict: PlayersOptions['onVerdict'],
): Promise<void> {
  let player: ChildProcess | undefined;
  let played = 0;
  for (let next = tasks.next(); next.done !== true; next = tasks.next()) {
    player ??= fork(PLAYER);
    const verdict = await verdictOf(player, next.value);
    onVerdict(next.value, typeof verdict === 'string' ? lostVerdict(verdict) : verdict);
    played += 1;
    if (typeof verdict === 'string') player.kill('SIGKILL');
    else if (played < SEQUENCES_OF_A_PROCESS) continue;
    else player.disconnect();
    player = undefined;
    played = 0;
  }
  player?.disconnect();
}

/** Words where the process ends or hangs. */
function verdictOf(player: ChildProcess, task: Task): Promise<Verdict | string> {
  return new Promise((resolve) => {
    const finish = (verdict: Verdict | string) => {
      clearTimeout(timer);
      player.off('exit', onExit).off('message', finish);
      resolve(verdict);
    };
    const onExit = (code: number | null, signal: string | null) =>
      finish(`its process ended with ${signal ?? code}`);
    const hangs = `its process did not answer within ${LIMIT_MILLISECONDS / 1000} s`;
    const timer = setTimeout(() => finish(hangs), LIMIT_MILLISECONDS);
    player.on('exit', onExit).on('message', finish);
    player.send(task);
  });
}

function lostVerdict(words: string): Verdict {
  return { violations: [words], actors: [], lines: [], stepCount: 0 };
}
