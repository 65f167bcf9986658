import fc from 'fast-check';
import { LastLink } from '../../lib/index.js';
import type { Model } from '../model/model.js';
import { surroundings } from '../worlds/surroundings.js';
import { type LifeCommand, lifeCommand } from './life-commands.js';
import { playLife } from './life-sequence.js';
import type { LifeRules } from './life-world.js';

/** Rules that require a synthesis of their own. Each synthesis takes seconds, so there are few combinations. */
type Synthesized = Pick<LifeRules, 'lastLink' | 'unlinkDeselected' | 'selection' | 'second'>;

const RULES: readonly Synthesized[] = [
  { lastLink: LastLink.KEEP, unlinkDeselected: false, selection: 'tagged', second: false },
  { lastLink: LastLink.REMOVE, unlinkDeselected: true, selection: 'tagged', second: false },
  { lastLink: LastLink.KEEP, unlinkDeselected: true, selection: 'tagged', second: false },
  { lastLink: LastLink.KEEP, unlinkDeselected: true, selection: 'tagged', second: true },
  { lastLink: LastLink.REMOVE, unlinkDeselected: true, selection: 'tagged', second: true },
  { lastLink: LastLink.KEEP, unlinkDeselected: false, selection: 'all', second: false },
  { lastLink: LastLink.REMOVE, unlinkDeselected: false, selection: 'in accounts', second: false },
];

/** Links that the automation makes, from the creation of their endpoints to the deletion. */
export const lifeModel: Model<LifeRules, LifeCommand> = {
  name: 'life',
  sequences: fc.record({
    setting: fc
      .tuple(fc.constantFrom(...RULES), surroundings)
      .map(([rules, where]) => ({ ...rules, ...where })),
    steps: fc.array(lifeCommand, { minLength: 4, maxLength: 24, size: 'max' }),
  }),
  play: playLife,
  actorsOf: ({ kind }) => [kind],
};
