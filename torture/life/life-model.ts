import fc from 'fast-check';
import { LastLink } from '../../lib/index.js';
import type { Model } from '../model.js';
import { type LifeCommand, lifeCommand } from './life-commands.js';
import { playLife } from './life-sequence.js';
import type { LifeRules } from './life-world.js';

const RULES: readonly LifeRules[] = [
  { lastLink: LastLink.KEEP, unlinkDeselected: false },
  { lastLink: LastLink.REMOVE, unlinkDeselected: true },
  { lastLink: LastLink.KEEP, unlinkDeselected: true },
];

/** Links that the automation makes, from the creation of their endpoints to their deletion. */
export const lifeModel: Model<LifeRules, LifeCommand> = {
  name: 'life',
  sequences: fc.record({
    setting: fc.constantFrom(...RULES),
    steps: fc.array(lifeCommand, { minLength: 4, maxLength: 24, size: 'max' }),
  }),
  play: playLife,
  actorsOf: ({ kind }) => [kind],
};
