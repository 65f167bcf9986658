import { describe, expect, it } from 'vitest';
import { numberedSequence } from '../../torture/numbered-sequence.js';
import { stackModel } from '../../torture/stacks/stack-model.js';

/** The same few sequences each time; `npm run torture -- --model stacks` plays others, which find new defects. */
const SEED = 20261123;
const SEQUENCES = 8;

describe('any sequence of deployments, with faults at any call', () => {
  it.each(Array.from({ length: SEQUENCES }, (_, index) => index))(
    'gets each response exactly once, leaves nothing of its own, and changes nothing of others (%i)',
    async (index) => {
      expect(await stackModel.play(numberedSequence(stackModel, SEED, index))).toEqual([]);
    },
  );
});
