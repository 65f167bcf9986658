import { MODELS } from './models.js';
import type { ModelName } from './options.js';
import type { Playable } from './playable.js';
import { shrink } from './shrink.js';

/** What a process is asked to play. */
export interface Task {
  readonly model: ModelName;
  readonly seed: number;
  readonly index: number;
  readonly shrink: boolean;
}

/** What came of it. */
export interface FinalOutcome {
  /** Empty: everything held. */
  readonly violations: readonly string[];
  /** Who acted, once for each time. */
  readonly actors: readonly string[];
  /** Of the sequence, or of a shorter one that breaks something too. */
  readonly lines: readonly string[];
  /** How many steps the sequence itself has. */
  readonly stepCount: number;
}

export async function playTask(task: Task): Promise<FinalOutcome> {
  const sequence = MODELS[task.model].sequence(task.seed, task.index);
  const violations = await playSafely(sequence);
  const broken = { sequence, violations };
  const reported = violations.length > 0 && task.shrink ? await shrink(broken, playSafely) : broken;
  return {
    violations: reported.violations,
    actors: sequence.actors,
    lines: [
      `in a world with ${JSON.stringify(reported.sequence.setting)}`,
      ...reported.sequence.steps.map((step) => JSON.stringify(step)),
    ],
    stepCount: sequence.steps.length,
  };
}

/** What throws is a fault too, and is reported with its sequence. */
async function playSafely(sequence: Playable): Promise<readonly string[]> {
  try {
    return await sequence.play();
  } catch (error) {
    return [`the sequence could not be played: ${error instanceof Error ? error.stack : String(error)}`];
  }
}
