import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { FinalOutcome, Task } from './play-task.js';

export interface PlayersOptions {
  readonly jobs: number;
  readonly onDecision: (task: Task, finalOutcome: FinalOutcome) => void;
}

const PLAYER = fileURLToPath(new URL('./player.ts', import.meta.url));
/**
 * A sequence takes one or two seconds, and shrinking it up to sixty times as long. A process that takes longer is
 * considered to hang.
 */
const LIMIT_MILLISECONDS = 900_000;

/** Each world leaves some megabytes of threads and modules in the memory of its process, so processes are replaced. */
const SEQUENCES_OF_A_PROCESS = 150;

/** Plays all tasks. Each process plays one task at a time. */
export async function playAll(tasks: Iterable<Task>, { jobs, onDecision }: PlayersOptions): Promise<void> {
  const iterator = tasks[Symbol.iterator]();
  await Promise.all(Array.from({ length: jobs }, () => playInOneProcess(iterator, onDecision)));
}

async function playInOneProcess(
  tasks: Iterator<Task>,
  onDecision: PlayersOptions['onDecision'],
): Promise<void> {
  let player: ChildProcess | undefined;
  let played = 0;
  for (let next = tasks.next(); next.done !== true; next = tasks.next()) {
    player ??= fork(PLAYER);
    const finalOutcome = await finalOutcomeOf(player, next.value);
    onDecision(next.value, typeof finalOutcome === 'string' ? lostFinalOutcome(finalOutcome) : finalOutcome);
    played += 1;
    if (typeof finalOutcome === 'string') player.kill('SIGKILL');
    else if (played < SEQUENCES_OF_A_PROCESS) continue;
    else player.disconnect();
    player = undefined;
    played = 0;
  }
  player?.disconnect();
}

/** Resolves with a text if the process ends or hangs. */
function finalOutcomeOf(player: ChildProcess, task: Task): Promise<FinalOutcome | string> {
  return new Promise((resolve) => {
    const finish = (finalOutcome: FinalOutcome | string) => {
      clearTimeout(timer);
      player.off('exit', onExit).off('message', finish);
      resolve(finalOutcome);
    };
    const onExit = (code: number | null, signal: string | null) =>
      finish(`its process ended with ${signal ?? code}`);
    const hangs = `its process did not answer within ${LIMIT_MILLISECONDS / 1000} s`;
    const timer = setTimeout(() => finish(hangs), LIMIT_MILLISECONDS);
    player.on('exit', onExit).on('message', finish);
    player.send(task);
  });
}

function lostFinalOutcome(wording: string): FinalOutcome {
  return { violations: [wording], actors: [], lines: [], stepCount: 0 };
}
