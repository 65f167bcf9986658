import fc from 'fast-check';
import type { Model, Sequence } from './model.js';

/**
 * The sequence that a seed has at this index: the same however many are played, and by whichever process.
 *
 * @param index from 0
 */
export function numberedSequence<Setting, Step>(
  { sequences }: Model<Setting, Step>,
  seed: number,
  index: number,
): Sequence<Setting, Step> {
  // Without bias: it would make the first sequence of each seed a short one.
  const [sequence] = fc.sample(fc.noBias(sequences), { seed: mixed(seed, index), numRuns: 1 });
  if (sequence === undefined) throw new Error('fast-check made no sequence');
  return sequence;
}

/** Neighbouring numbers have nothing in common afterwards (the finalizer of MurmurHash3). */
function mixed(seed: number, index: number): number {
  let hash = Math.imul(seed, 0x9e3779b1) ^ index;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
