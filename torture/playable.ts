import type { Model, Sequence } from './model/model.js';
import { numberedSequence } from './numbered-sequence.js';

/** A sequence of any model, which can be played, printed and shortened. */
export interface Playable {
  readonly steps: readonly unknown[];
  readonly setting: unknown;
  readonly play: () => Promise<string[]>;
  /** The same sequence without some of its steps. */
  readonly without: (from: number, count: number) => Playable;
  /** Names of the actions and failures in the sequence, once for each occurrence. */
  readonly actors: readonly string[];
}

/** A model with its types hidden, so that models of different types fit in one map. */
export interface NamedModel {
  readonly name: string;
  readonly sequence: (seed: number, index: number) => Playable;
}

export function named<Setting, Step>(model: Model<Setting, Step>): NamedModel {
  return {
    name: model.name,
    sequence: (seed, index) => playable(model, numberedSequence(model, seed, index)),
  };
}

function playable<Setting, Step>(model: Model<Setting, Step>, sequence: Sequence<Setting, Step>): Playable {
  const { setting, steps } = sequence;
  return {
    setting,
    steps,
    play: () => model.play(sequence),
    without: (from, count) =>
      playable(model, { setting, steps: [...steps.slice(0, from), ...steps.slice(from + count)] }),
    actors: steps.flatMap((step) => model.actorsOf(step)),
  };
}
