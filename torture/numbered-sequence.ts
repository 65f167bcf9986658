import fc from 'fast-check';
import type { Model, Sequence } from './model/model.js';

/**
 * The sequence of a seed and index. It does not depend on the number of sequences or on the process that plays it.
 *
 * @param index from 0
 */
export function numberedSequence<Setting, Step>(
  { sequences }: Model<Setting, Step>,
  seed: number,
  index: number,
): Sequence<Setting, Step> {
  // With bias, the first sequence of each seed would be a short one.
  const [sequence] = fc.sample(fc.noBias(sequences), { seed: mixed(seed, index), numRuns: 1 });
  if (sequence === undefined) throw new Error('fast-check made no sequence');
  return sequence;
}

/** Mixes seed and index so that consecutive numbers give unrelated seeds (the finalizer of MurmurHash3). */
function mixed(seed: number, index: number): number {
  let hash = Math.imul(seed, 0x9e3779b1) ^ index;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
