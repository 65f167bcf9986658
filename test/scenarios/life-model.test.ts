import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LastLink } from '../../lib/index.js';
import { type LifeCommand, lifeCommand } from './life-commands.js';
import { playSequence } from './life-sequence.js';
import type { LifeRules } from './life-world.js';

const RULES: readonly LifeRules[] = [
  { lastLink: LastLink.KEEP, unlinkDeselected: false },
  { lastLink: LastLink.REMOVE, unlinkDeselected: true },
  { lastLink: LastLink.KEEP, unlinkDeselected: true },
];
const commands = fc.array(lifeCommand, { minLength: 4, maxLength: 24, size: 'max' });

const CREATE: LifeCommand = { kind: 'create', place: 0, selected: true, busy: false };
const MINUTES: LifeCommand = { kind: 'wait', seconds: 200 };

/** Played every time, before what chance brings. */
const EXAMPLES: [LifeRules, LifeCommand[]][] = [
  // The reconciliation used to remove a kept link anew every hour.
  [
    { lastLink: LastLink.KEEP, unlinkDeselected: true },
    [CREATE, MINUTES, { kind: 'deselect', pick: 0 }, { kind: 'wait', seconds: 3600 }],
  ],
  // An event of each kind is lost.
  [
    { lastLink: LastLink.KEEP, unlinkDeselected: false },
    [
      { kind: 'lose events', times: 1 },
      CREATE,
      { kind: 'create', place: 1, selected: true, busy: false },
      { kind: 'create', place: 1, selected: true, busy: false },
      MINUTES,
      { kind: 'lose events', times: 1 },
      { kind: 'delete', picks: [1], firstIsRefused: false },
    ],
  ],
  // Atlas has throttled the reconciliation and then says nothing more: it used to wait for the bucket for ever.
  [
    { lastLink: LastLink.KEEP, unlinkDeselected: false },
    [
      { kind: 'atlas throttles', seconds: 60 },
      { kind: 'reconcile' },
      { kind: 'wait', seconds: 5 },
      { kind: 'atlas outage', seconds: 900 },
      { kind: 'lose events', times: 1 },
      CREATE,
      { kind: 'wait', seconds: 600 },
    ],
  ],
];

/** The same few sequences every time; `SEQUENCES=200` plays as many others, which is how new ones are found. */
const SEQUENCES = process.env.SEQUENCES;
const RUNS = SEQUENCES === undefined ? { numRuns: 6, seed: 18 } : { numRuns: Number(SEQUENCES) };

describe('any sequence of creations, deletions, tags, lost events, faults and reconciliations', () => {
  it('ends with every wanted endpoint linked, every gone one unlinked or kept, and nothing else touched', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...RULES), commands, async (rules, sequence) => {
        expect(await playSequence(rules, sequence)).toEqual([]);
      }),
      { ...RUNS, examples: EXAMPLES, endOnFailure: true },
    );
  }, 3_600_000);
});
