import type fc from 'fast-check';

/** What one sequence is: the world it is played in, and what happens there. */
export interface Sequence<Setting, Step> {
  readonly setting: Setting;
  readonly steps: readonly Step[];
}

/** A kind of world, what may happen in it, and what must hold whatever happens. */
export interface Model<Setting, Step> {
  readonly name: string;
  readonly sequences: fc.Arbitrary<Sequence<Setting, Step>>;
  /**
   * Plays in a new world and closes it.
   *
   * @returns one sentence for each broken invariant
   */
  readonly play: (sequence: Sequence<Setting, Step>) => Promise<string[]>;
  /** Who acts in a step: what the summary counts. */
  readonly actorsOf: (step: Step) => readonly string[];
}
