import type fc from 'fast-check';

/** The data of one sequence: the setting of its world, and the steps that are played in it. */
export interface Sequence<Setting, Step> {
  readonly setting: Setting;
  readonly steps: readonly Step[];
}

/** A kind of world, the possible steps in it, and its invariants. */
export interface Model<Setting, Step> {
  readonly name: string;
  readonly sequences: fc.Arbitrary<Sequence<Setting, Step>>;
  /**
   * Plays the sequence in a new world, and closes the world.
   *
   * @returns one sentence for each violated invariant
   */
  readonly play: (sequence: Sequence<Setting, Step>) => Promise<string[]>;
  /** Names of the actions and failures in a step, which the summary counts. */
  readonly actorsOf: (step: Step) => readonly string[];
}
