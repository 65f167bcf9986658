import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LastLink } from '../../lib/index.js';
import type { Strike } from '../../local/atlas/index.js';
import type { StackOutcome } from '../../local/cloudformation/stack-player.js';
import type { World } from '../../local/world.js';
import { type Declared, startDeclared } from './declared-stack.js';

const state: fc.Arbitrary<Declared> = fc.record(
  {
    region: fc.constantFrom('eu-west-1', 'eu-central-1'),
    remoteRegions: fc.constantFrom([], ['us-east-1']),
    links: fc.subarray(['A', 'B']),
    lookup: fc.boolean(),
    lastLink: fc.constant(LastLink.REMOVE),
  },
  { requiredKeys: ['links', 'lastLink', 'region'] },
);

const unclear: fc.Arbitrary<Strike> = fc.constantFrom(
  { kind: 'drop' as const },
  { kind: 'answer' as const, status: 500 },
);
/** Answered before anything is done. */
const refusal: fc.Arbitrary<Strike> = fc.constantFrom(
  { kind: 'answer' as const, status: 429, headers: { 'Retry-After': '7' } },
  { kind: 'answer' as const, status: 403, body: '{"errorCode":"USER_UNAUTHORIZED","detail":"no"}' },
);
const where = {
  method: fc.constantFrom('GET', 'POST', 'DELETE', 'PATCH'),
  times: fc.integer({ min: 1, max: 3 }),
};
const fault = fc.oneof(
  fc.record({ ...where, afterEffect: fc.boolean(), strike: unclear }),
  fc.record({ ...where, afterEffect: fc.constant(false), strike: refusal }),
);
const kill = fc.constantFrom('secretsmanager:GetSecretValue', 'states:StartExecution');
const step = fc.record({
  state,
  faults: fc.array(fault, { maxLength: 2 }),
  kills: fc.array(kill, { maxLength: 1 }),
  /** Somebody stops the run that is under way then. */
  stopAfterSeconds: fc.option(fc.integer({ min: 1, max: 300 })),
});

/** The same few sequences every time; `SEQUENCES=200` plays as many others, which is how new ones are found. */
const SEQUENCES = process.env.SEQUENCES;
const RUNS = SEQUENCES === undefined ? { numRuns: 8, seed: 20261123 } : { numRuns: Number(SEQUENCES) };

describe('any sequence of deployments, with faults at any call', () => {
  it('is answered exactly once each, leaves nothing of its own and everything of others', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 3 }),
        fc.boolean(),
        fc.boolean(),
        playSequence,
      ),
      { ...RUNS, endOnFailure: true },
    );
  }, 600_000);
});

async function playSequence(
  steps: readonly { state: Declared; faults: object[]; kills: string[]; stopAfterSeconds: number | null }[],
  deliverTwice: boolean,
  /** The stack's Region has a service of somebody else's, which the stack adopts. */
  isThereBefore: boolean,
): Promise<void> {
  const declared = await startDeclared();
  const { world, player } = declared;
  const [project] = world.projects;
  if (project === undefined) throw new Error('no project');
  // Somebody else's, in the same project.
  const foreign = world.atlas.world.createService(project, 'AWS', 'AP_SOUTH_1', true);
  world.atlas.world.createLink(foreign, 'vpce-0ffffffffffffffff', {});
  const foreigners = [foreign];
  if (isThereBefore) foreigners.push(world.atlas.world.createService(project, 'AWS', 'EU_WEST_1', true));
  player.deliveries = deliverTwice ? 2 : 1;
  let stands = false;
  for (const { state, faults, kills, stopAfterSeconds } of steps) {
    const { lastLink: _, ...byDefault } = state;
    const wanted = isThereBefore ? byDefault : state;
    if (stopAfterSeconds !== null) world.time.after(stopAfterSeconds, () => stopOne(world));
    for (const one of faults) world.atlas.faults.add(one as never);
    for (const action of kills) world.aws.server.faults.push({ action, times: 1, strike: 'kill' });
    const outcome: StackOutcome = stands ? await declared.update(wanted) : await declared.create(wanted);
    world.atlas.faults.clear();
    stands ||= outcome.status === 'COMPLETE';
    if (!stands && outcome.status === 'FAILED') await declared.remove();
  }
  const answeredBefore = world.answersReceived.length;
  await declared.remove();
  await world.time.run(200);
  world.atlas.world.settle();
  await world.time.run(200);
  world.atlas.world.settle();
  expect(player.unanswered).toEqual([]);
  const bodies = new Map(world.answersReceived.map((answer) => [answer.requestId, JSON.stringify(answer)]));
  for (const answer of world.answersReceived)
    expect(JSON.stringify(answer)).toBe(bodies.get(answer.requestId));
  // A removal that Atlas refused was answered as failed: CloudFormation, and the person, know of what is left.
  const refused = world.answersReceived
    .filter(({ reason }, index) => index >= answeredBefore || reason.includes('is left in Atlas'))
    .filter(({ status }) => status === 'FAILED')
    .map(({ physicalId, reason }) => `${physicalId} ${reason}`);
  const left = [...project.services.values()].filter(({ id }) => !refused.some((told) => told.includes(id)));
  expect(left.map(({ id, status }) => [id, status])).toEqual(foreigners.map(({ id }) => [id, 'AVAILABLE']));
  expect([...foreign.links.keys()]).toEqual(['vpce-0ffffffffffffffff']);
  await world.close();
}

function stopOne({ aws }: World): void {
  const running = aws.executions.all.find(({ status }) => status === 'RUNNING');
  if (running !== undefined) aws.executions.abort(running);
}
