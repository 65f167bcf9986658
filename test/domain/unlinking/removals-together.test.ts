import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { LastLinkRule } from '../../../lambda/contract/custom-resources.js';
import type { LinkRemoval } from '../../../lambda/domain/unlinking/remove-link.js';
import { removeLink } from '../../../lambda/domain/unlinking/remove-link.js';
import { recordingPorts } from '../recording-ports.js';
import { LINK } from '../samples.js';
import { FakeRemovalIntents } from './fake-removal-intents.js';
import { randomOf, SimulatedTime } from './simulated-time.js';
import { type Badness, SlowAtlas } from './slow-atlas.js';

const IDS = [1, 2, 3, 4].map((digit) => `vpce-0000000000000000${digit}`);
const TRIES = 120;
const BETWEEN_TRIES_SECONDS = 15;

/** An execution that removes a link; several may remove the same link. */
interface Remover {
  readonly link: number;
  readonly startsAfterSeconds: number;
  readonly lastLink: LastLinkRule;
  /** Time of a crash without a retry; undefined: the execution runs to its end. */
  readonly crashesAfterSeconds: number | undefined;
}

class SlowIntents extends FakeRemovalIntents {
  constructor(
    private readonly time: SimulatedTime,
    private readonly random: () => number,
    private readonly badness: Badness,
  ) {
    super(time);
  }
  override async list() {
    await this.travel();
    const found = await super.list();
    await this.travel();
    return found;
  }
  override async announce(serviceId: string, endpointId: string) {
    await this.travel();
    const announcement = await super.announce(serviceId, endpointId);
    await this.travel();
    return announcement;
  }
  private travel(): Promise<void> {
    return this.time.sleep(this.random() ** 4 * this.badness.slowness * 1000);
  }
}

async function play(links: number, removers: readonly Remover[], badness: Badness, seed: number) {
  const time = new SimulatedTime();
  const random = randomOf(seed);
  const atlas = new SlowAtlas(IDS.slice(0, links), time, random, badness);
  const intents = new SlowIntents(time, random, badness);
  const outcomes: LinkRemoval['kind'][] = [];
  const remove = async ({ link, startsAfterSeconds, lastLink, crashesAfterSeconds }: Remover) => {
    await time.sleep(startsAfterSeconds * 1000);
    const begun = time.now().getTime();
    const hasCrashed = () =>
      crashesAfterSeconds !== undefined && time.now().getTime() - begun > crashesAfterSeconds * 1000;
    // A function that has crashed sends nothing any more.
    const clock = { now: () => time.now(), sleep: (milliseconds: number) => time.sleep(milliseconds) };
    const cutOff = async () => (hasCrashed() ? new Promise<never>(() => undefined) : undefined);
    const order = { link: { ...LINK, endpointId: IDS[link] ?? '' }, lastLink, execution: `run-${link}` };
    for (let tries = 0; tries < TRIES && !hasCrashed(); tries += 1) {
      const deps = { ...recordingPorts(), atlas, intents, clock };
      const removal = await removeLink(deps, { ...order, reasonToDrop: cutOff }).catch((error: unknown) => {
        expect(['NotYetError', 'AtlasError']).toContain((error as Error).name);
      });
      if (removal !== undefined) {
        outcomes.push(removal.kind);
        return;
      }
      await time.sleep(BETWEEN_TRIES_SECONDS * 1000);
    }
  };
  for (const remover of removers) void remove(remover);
  await time.run();
  return { atlas, outcomes };
}

const badness: fc.Arbitrary<Badness> = fc.record({
  failures: fc.constantFrom(0, 0, 0.02, 0.1),
  lateEffects: fc.constantFrom(0, 0.3, 1),
  slowness: fc.constantFrom(0.1, 2, 15, 60),
});
const seconds = (max: number) => fc.nat({ max: max * 10 }).map((tenths) => tenths / 10);
const EXECUTIONS = Number(process.env.SEQUENCES ?? 300);

it('links that are removed together are never all removed, however slow, lost, late, repeated or interrupted the calls are', async () => {
  const remover = fc.record({
    link: fc.nat({ max: 3 }),
    startsAfterSeconds: fc.oneof(seconds(1), seconds(30), seconds(400)),
    lastLink: fc.constant<LastLinkRule>('keep'),
    crashesAfterSeconds: fc.option(seconds(60), { nil: undefined, freq: 4 }),
  });
  const property = fc.asyncProperty(
    fc.integer({ min: 1, max: 4 }),
    fc.array(remover, { minLength: 1, maxLength: 7 }),
    badness,
    fc.integer(),
    async (links, removers, bad, seed) => {
      const own = removers.map((one) => ({ ...one, link: one.link % links }));
      const { atlas } = await play(links, own, bad, seed);
      expect(atlas.fewestLeft).toBeGreaterThan(0);
    },
  );
  await fc.assert(property, { numRuns: EXECUTIONS });
}, 120_000);

it('of links that are removed together, all except the first by id are removed, with one request each', async () => {
  const property = fc.asyncProperty(
    fc.integer({ min: 1, max: 4 }),
    fc.array(seconds(20), { minLength: 4, maxLength: 4 }),
    fc.integer(),
    async (links, starts, seed) => {
      const removers = starts.slice(0, links).map((startsAfterSeconds, link) => ({
        link,
        startsAfterSeconds,
        lastLink: 'keep' as const,
        crashesAfterSeconds: undefined,
      }));
      const calm = { failures: 0, lateEffects: 0, slowness: 1 };
      const { atlas, outcomes } = await play(links, removers, calm, seed);
      expect(atlas.left).toHaveLength(1);
      expect(outcomes.filter((kind) => kind === 'retained')).toHaveLength(1);
      expect(atlas.deletes).toBe(links - 1);
    },
  );
  await fc.assert(property, { numRuns: EXECUTIONS / 3 });
}, 120_000);

it('a link that may be removed with its service does not count as a sibling link for a slightly later removal', async () => {
  const later = fc.integer({ min: 5, max: 60 });
  const property = fc.asyncProperty(later, fc.integer(), async (startsAfterSeconds, seed) => {
    const removers = [
      { link: 0, startsAfterSeconds, lastLink: 'keep', crashesAfterSeconds: undefined },
      { link: 1, startsAfterSeconds: 0, lastLink: 'remove', crashesAfterSeconds: undefined },
    ] as const;
    const calm = { failures: 0, lateEffects: 0, slowness: 0.2 };
    const { atlas } = await play(2, removers, calm, seed);
    expect(atlas.left).toEqual(IDS.slice(0, 1));
  });
  await fc.assert(property, { numRuns: EXECUTIONS / 3 });
}, 120_000);
