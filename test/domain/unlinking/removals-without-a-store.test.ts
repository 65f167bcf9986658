/** Removals in several Regions or accounts on one endpoint service, which do not see each other's intents. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LIVE_SECONDS } from '../../../lambda/domain/unlinking/removal-intents.js';
import { removeLink } from '../../../lambda/domain/unlinking/remove-link.js';
import { secondsUntilTurn } from '../../../lambda/domain/unlinking/turn.js';
import { recordingPorts } from '../recording-ports.js';
import { LINK } from '../samples.js';
import { FakeRemovalIntents } from './fake-removal-intents.js';
import { randomOf, SimulatedTime } from './simulated-time.js';
import { type Badness, SlowAtlas } from './slow-atlas.js';

const IDS = [1, 2, 3, 4].map((digit) => `vpce-0000000000000000${digit}`);
const TRIES = 140;
const BETWEEN_TRIES_SECONDS = 15;
const PERIOD_SECONDS = 600;

/** An Atlas whose responses are never stale. */
class FreshAtlas extends SlowAtlas {
  override async findLink(link: Parameters<SlowAtlas['findLink']>[0]) {
    const found = await super.findLink(link);
    return (
      found && { ...found, deleteRequested: found.deleteRequested || this.removedAt.has(link.endpointId) }
    );
  }
}

interface Case extends Badness {
  readonly isFresh: boolean;
  /** Start of each removal, in seconds. */
  readonly starts: readonly number[];
  /** Number of the Parameter Store of each link. */
  readonly stores: readonly number[];
}

async function play({ isFresh, starts, stores, ...badness }: Case, seed: number) {
  const time = new SimulatedTime();
  const ids = IDS.slice(0, starts.length);
  const atlas = new (isFresh ? FreshAtlas : SlowAtlas)(ids, time, randomOf(seed), badness);
  const clock = { now: () => time.now(), sleep: (milliseconds: number) => time.sleep(milliseconds) };
  const intents = IDS.map(() => new FakeRemovalIntents(time));
  const remove = async (endpointId: string, index: number) => {
    await time.sleep((starts[index] ?? 0) * 1000);
    const order = { link: { ...LINK, endpointId }, lastLink: 'keep' as const, execution: `run-${index}` };
    const store = intents[stores[index] ?? index] as FakeRemovalIntents;
    const deps = { ...recordingPorts(), atlas, intents: store, clock };
    for (let tries = 0; tries < TRIES; tries += 1) {
      const removal = await removeLink(deps, order).catch((error: unknown) => {
        expect(['NotYetError', 'AtlasError']).toContain((error as Error).name);
      });
      if (removal !== undefined) return;
      await time.sleep(BETWEEN_TRIES_SECONDS * 1000);
    }
  };
  ids.forEach((endpointId, index) => void remove(endpointId, index));
  await time.run();
  return atlas;
}

const EXECUTIONS = 300;

it.each([
  { slowness: 0.2, lateEffects: 0, isFresh: true },
  { slowness: 1, lateEffects: 0, isFresh: true },
  { slowness: 5, lateEffects: 0, isFresh: true },
  { slowness: 15, lateEffects: 0, isFresh: true },
  { slowness: 0.2, lateEffects: 1, isFresh: true },
  { slowness: 1, lateEffects: 0.3, isFresh: true },
  { slowness: 0.2, lateEffects: 0, isFresh: false },
  { slowness: 1, lateEffects: 0, isFresh: false },
  { slowness: 15, lateEffects: 1, isFresh: false },
])(
  'the last two links that are removed in two Regions are never both removed: %o',
  async (badness) => {
    let [lost, deleted] = [0, 0];
    for (let seed = 0; seed < EXECUTIONS; seed += 1) {
      const random = randomOf(seed * 7919);
      // Any time of day for one, and a time soon after it for the other.
      const start = random() * PERIOD_SECONDS;
      const starts = [start + random() * 3, start + random() * 3];
      const atlas = await play({ failures: 0, ...badness, starts, stores: [0, 1] }, seed);
      if (atlas.fewestLeft === 0) lost += 1;
      if (atlas.left.length === 1) deleted += 1;
    }
    // The removal of one link makes the other one the last, which is retained.
    expect({ lost, deleted }).toEqual({ lost: 0, deleted: EXECUTIONS });
  },
  120_000,
);

it('links are never all removed, however many there are and wherever they are removed from', async () => {
  const start = fc.nat({ max: PERIOD_SECONDS * 10 }).map((tenths) => tenths / 10);
  const each = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: 4, maxLength: 4 });
  const bad = fc.record({
    failures: fc.constantFrom(0, 0.1),
    lateEffects: fc.constantFrom(0, 0.3, 1),
    slowness: fc.constantFrom(0.1, 2, 15, 60),
    isFresh: fc.boolean(),
  });
  const starts = fc.oneof(
    each(start),
    start.chain((first) => each(fc.nat({ max: 30 }).map((later) => first + later))),
  );
  const stores = each(fc.nat({ max: 3 }));
  const links = fc.integer({ min: 2, max: 4 });
  const property = fc.asyncProperty(links, starts, stores, bad, fc.integer(), async (count, all, ...rest) => {
    const [places, badness, seed] = rest;
    const atlas = await play({ ...badness, starts: all.slice(0, count), stores: places }, seed);
    expect(atlas.fewestLeft).toBeGreaterThan(0);
  });
  await fc.assert(property, { numRuns: Number(process.env.SEQUENCES ?? EXECUTIONS) });
}, 120_000);

describe('the turns of removals', () => {
  const at = (second: number) => new Date(Date.parse('2026-08-10T03:00:00.000Z') + second * 1000);
  const seconds = Array.from({ length: PERIOD_SECONDS }, (_, second) => second);
  const turnOf = (reliance: 'on-smaller' | 'on-greater') =>
    seconds.filter((second) => secondsUntilTurn(reliance, at(second)) === 0);

  it('are far enough apart that each one sees the requests of the previous one', () => {
    for (const one of turnOf('on-greater'))
      for (const other of turnOf('on-smaller')) {
        const apart = Math.abs(one - other);
        expect(Math.min(apart, PERIOD_SECONDS - apart)).toBeGreaterThanOrEqual(LIVE_SECONDS);
      }
  });

  it('come for every removal, after the reported time', () => {
    for (const reliance of ['on-smaller', 'on-greater'] as const)
      for (const second of seconds)
        expect(secondsUntilTurn(reliance, at(second + secondsUntilTurn(reliance, at(second))))).toBe(0);
  });
});
