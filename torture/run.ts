/**
 * `npm run torture`: plays random sequences, checks all invariants, and prints the seed of each sequence that violates
 * one.
 */
import { bundleHandlersIfStale } from '../bin/bundle.js';
import { COMMAND_LINE } from '../bin/bundle-command-line.js';
import { bundleProgramIfStale } from '../bin/bundle-program.js';
import { runProgram } from '../bin/options/program-options.js';
import { parseTortureOptions, type TortureOptions, USAGE } from './options.js';
import type { Task } from './play-task.js';
import { playAll } from './players.js';
import { describeBroken, Tally } from './report.js';

const ExitCode = { HELD: 0, BROKEN: 1 } as const;
const PROGRESS_MILLISECONDS = 10_000;

async function main(options: TortureOptions): Promise<number> {
  await bundleHandlersIfStale();
  await bundleProgramIfStale(COMMAND_LINE);
  const tasks = tasksOf(options);
  const jobs = Math.min(options.jobs, tasks.length);
  console.log(
    `Seed ${options.seed}: ${tasks.length} sequences (${options.models.join(', ')}), ${jobs} at a time.`,
  );
  const tally = new Tally();
  const timer = setInterval(() => console.log(tally.progress(tasks.length)), PROGRESS_MILLISECONDS);
  await playAll(tasks, {
    jobs,
    onDecision: (task, finalOutcome) => {
      tally.add(task, finalOutcome);
      if (finalOutcome.violations.length > 0) console.log(`\n${describeBroken(task, finalOutcome)}\n`);
    },
  });
  clearInterval(timer);
  console.log(`\n${tally.summary()}`);
  return tally.brokenCount === 0 ? ExitCode.HELD : ExitCode.BROKEN;
}

function tasksOf({ models, seed, sequences, only, shrink }: TortureOptions): Task[] {
  const indexes = only === undefined ? Array.from({ length: sequences }, (_, index) => index) : [only];
  return indexes.flatMap((index) => models.map((model) => ({ model, seed, index, shrink })));
}

await runProgram({ usage: USAGE, parse: parseTortureOptions, main });
