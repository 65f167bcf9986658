import { MODELS } from './models.js';
import type { ModelName } from './options.js';
import type { Playable } from './playable.js';
import { shrink } from './shrink.js';

/** Names the sequence that a process is to play. */
export interface Task {
  readonly model: ModelName;
  readonly seed: number;
  readonly index: number;
  readonly shrink: boolean;
}

/** The result of a task. */
export interface FinalOutcome {
  /** Empty if all invariants held. */
  readonly violations: readonly string[];
  /** Names of the actions and failures, once for each occurrence. */
  readonly actors: readonly string[];
  /** Setting and steps of the sequence, or of a shorter one that also violates an invariant. */
  readonly lines: readonly string[];
  /** Number of steps of the original sequence. */
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

/** An exception is reported as a violation, with its sequence. */
async function playSafely(sequence: Playable): Promise<readonly string[]> {
  try {
    return await sequence.play();
  } catch (error) {
    return [`the sequence could not be played: ${error instanceof Error ? error.stack : String(error)}`];
  }
}
