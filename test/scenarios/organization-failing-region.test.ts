/** A hub of many members, when a whole Region fails, and when a pass takes longer than it may. */
import { Duration } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { LINKS_RECONCILED, type LinksReconciledDetail } from '../../lambda/contract/published-event.js';
import type { Delay } from '../../local/aws/throttles.js';
import type { OrganizationWorld } from '../../local/organization-world.js';
import type { WorldPlace } from '../../local/world-place.js';
import { AWAY, HOME, recordAtHub, runFor, startHub, UNIT } from './hub-world.js';

const MINUTE = 60;
const HOUR = 3600;
const ACCOUNTS = Array.from({ length: 12 }, (_, index) => String(210_000_000_000 + index));

/** Twelve accounts in two Regions, of which each has an endpoint whose event was lost. */
async function startMany(props: Parameters<typeof startHub>[0] = {}) {
  const world = await startHub({
    ...props,
    accounts: ACCOUNTS.map((account) => ({ account, unit: UNIT })),
  });
  await runFor(world, HOUR);
  const places = ACCOUNTS.flatMap((account) => [world.place(account, HOME), world.place(account, AWAY)]);
  for (const place of places) place.aws.bus.loses = ({ source }) => source === 'aws.ec2';
  const missed = places.map((place) => ({ place, endpointId: place.createVpcEndpoint().endpointId }));
  return { world, places, missed };
}

function delay(places: readonly WorldPlace[], delayed: Delay): void {
  for (const { aws } of places) aws.throttles.delays.push(delayed);
}

const isIn = (region: string) => (place: WorldPlace) => place.aws.region === region;

interface Pass {
  readonly startedAt: number;
  readonly finishedAt: number;
  readonly drift: LinksReconciledDetail['drift'];
}

const passesOf = (world: OrganizationWorld): Pass[] =>
  world.home.published(LINKS_RECONCILED).map(({ detail }) => {
    const { startedAt, finishedAt, drift } = detail as LinksReconciledDetail;
    return { startedAt: Date.parse(startedAt), finishedAt: Date.parse(finishedAt), drift };
  });

/** The passes that began after this time. */
const passesSince = (world: OrganizationWorld, time: number) =>
  passesOf(world).filter(({ startedAt }) => startedAt >= time);

describe('a Region whose EC2 does not answer', () => {
  it('costs its first members their patience, and the others one try each: all other places are reconciled, and the levels come', async () => {
    const { world, places, missed } = await startMany();
    // As long as the functions wait for a response.
    delay(places.filter(isIn(AWAY)), { actions: /^ec2:Describe/, seconds: 10, responds: false });
    const since = world.time.now();
    await runFor(world, HOUR + 20 * MINUTE);
    const [pass] = passesSince(world, since);
    const unreachable = pass?.drift.filter(({ kind }) => kind === 'member-unreachable') ?? [];
    expect(unreachable.map(({ account, region }) => [account, region]).sort()).toEqual(
      ACCOUNTS.map((account) => [account, AWAY]).sort(),
    );
    const stateOf = ({ place, endpointId }: (typeof missed)[number]) =>
      recordAtHub(world, place, endpointId)?.state;
    expect(missed.filter(({ place }) => isIn(HOME)(place)).map(stateOf)).toEqual(
      ACCOUNTS.map(() => 'available'),
    );
    // Three members wait for three attempts of 10 s, and nine for one.
    const seconds = ((pass?.finishedAt ?? 0) - (pass?.startedAt ?? 0)) / 1000;
    expect(seconds).toBeGreaterThan(3 * 30 + 9 * 10 - 1);
    expect(seconds).toBeLessThan(5 * MINUTE);
  });

  it('is compared with patience again as soon as it answers', async () => {
    const { world, places, missed } = await startMany();
    const away = places.filter(isIn(AWAY));
    delay(away, { actions: /^ec2:Describe/, seconds: 10, responds: false });
    await runFor(world, HOUR);
    for (const { aws } of away) aws.throttles.delays.length = 0;
    await runFor(world, 2 * HOUR);
    expect(missed.map(({ place, endpointId }) => recordAtHub(world, place, endpointId)?.state)).toEqual(
      missed.map(() => 'available'),
    );
  });
});

describe('a pass that takes longer than its period', () => {
  it('ends before the next one begins, publishes its levels, and says which members it has left', async () => {
    const props = { reconcileEvery: Duration.minutes(10) };
    const { world, places, missed } = await startMany({ props });
    delay(places, { actions: /^ec2:Describe/, seconds: 9, responds: true });
    const since = world.time.now();
    await runFor(world, 35 * MINUTE);
    const passes = passesSince(world, since);
    expect(passes.length).toBeGreaterThanOrEqual(3);
    for (const [index, { startedAt, finishedAt, drift }] of passes.entries()) {
      expect(finishedAt - startedAt).toBeLessThan(10 * MINUTE * 1000);
      expect(passes[index + 1]?.startedAt ?? Number.POSITIVE_INFINITY).toBeGreaterThan(finishedAt);
      expect(drift.filter(({ kind }) => kind === 'member-unreachable').length).toBeGreaterThan(0);
    }
    // No member is left out of all passes.
    await runFor(world, 3 * HOUR);
    expect(missed.map(({ place, endpointId }) => recordAtHub(world, place, endpointId)?.state)).toEqual(
      missed.map(() => 'available'),
    );
  });
});
