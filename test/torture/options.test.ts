import { describe, expect, it } from 'vitest';
import { OptionError } from '../../bin/options/program-options.js';
import { lifeModel } from '../../torture/life/life-model.js';
import { numberedSequence } from '../../torture/numbered-sequence.js';
import { parseTortureOptions } from '../../torture/options.js';
import type { Playable } from '../../torture/playable.js';
import { shrink } from '../../torture/shrink.js';

describe('the options of npm run torture', () => {
  it('play all models when none is named', () => {
    expect(parseTortureOptions(['--seed', '7', '--sequences', '3'])).toMatchObject({
      seed: 7,
      sequences: 3,
      models: ['life', 'stacks', 'organization'],
    });
  });

  it.each([
    ['--seed', '-1'],
    ['--seed', 'x'],
    ['--sequences', '0'],
    ['--model', 'lives'],
    ['--jobs', '0'],
    ['--sead', '1'],
  ])('refuse %s %s with a message', (option, value) => {
    expect(() => parseTortureOptions([option, value])).toThrow(OptionError);
  });

  it('play one sequence or many, not both', () => {
    expect(() => parseTortureOptions(['--only', '3', '--sequences', '4'])).toThrow('--sequences');
  });
});

describe('a sequence', () => {
  it('is the same for the same seed and index, and differs from the next one', () => {
    const [first, again, next] = [5, 5, 6].map((index) => numberedSequence(lifeModel, 7, index));
    expect(again).toEqual(first);
    expect(next).not.toEqual(first);
  });

  it('that violates an invariant is shrunk to the necessary steps', async () => {
    const play = async ({ steps }: Playable) => (steps.includes(2) && steps.includes(7) ? ['broken'] : []);
    const sequence = playable([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const { sequence: shortest } = await shrink({ sequence, violations: ['broken'] }, play);
    expect(shortest.steps).toEqual([2, 7]);
  });
});

function playable(steps: readonly number[]): Playable {
  return {
    setting: {},
    steps,
    play: async () => [],
    without: (from, count) => playable([...steps.slice(0, from), ...steps.slice(from + count)]),
    actors: [],
  };
}
