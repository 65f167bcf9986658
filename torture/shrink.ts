import type { Playable } from './playable.js';

/** A sequence with its violations. */
export interface Broken {
  readonly sequence: Playable;
  readonly violations: readonly string[];
}

/** Maximum number of plays of one search; each needs a new world. */
const TRIES = 60;

/**
 * Removes steps, many at once and then single ones, as long as the sequence still violates an invariant.
 *
 * @param play must not throw
 */
export async function shrink(
  broken: Broken,
  play: (sequence: Playable) => Promise<readonly string[]>,
): Promise<Broken> {
  let best = broken;
  let triesLeft = TRIES;
  for (let size = Math.ceil(broken.sequence.steps.length / 2); size >= 1; size = nextSize(size)) {
    for (let from = 0; from < best.sequence.steps.length && triesLeft > 0; triesLeft -= 1) {
      const sequence = best.sequence.without(from, size);
      const violations = sequence.steps.length === 0 ? [] : await play(sequence);
      if (violations.length > 0) best = { sequence, violations };
      else from += size;
    }
  }
  return best;
}

function nextSize(size: number): number {
  return size === 1 ? 0 : Math.ceil(size / 2);
}
