/**
 * Atlas refuses a change because of a resource policy of the organization. The status of this refusal has not been
 * recorded, so the scenarios hold for each that it may have.
 */
import { describe, expect, it } from 'vitest';
import { POLICY_STATUSES, type PolicyStatus } from '../../local/atlas/index.js';
import type { World } from '../../local/world.js';
import { listedIn, reconcile, recordOf, startAutomation } from './automation-world.js';
import { startDeclared } from './declared-stack.js';
import { conclusionsIn, createAndRun, deadLettersIn, startScenario } from './scenario-world.js';

const TAG = 'atlas-privatelink';
const NAME = 'no-private-endpoints';

function forbid({ atlas }: Pick<World, 'atlas'>, status: PolicyStatus, ...methods: readonly string[]): void {
  atlas.world.resourcePolicy = { name: NAME, status, methods };
}

const postsOf = ({ atlas }: World) => atlas.journal.count({ method: 'POST', path: /\/endpoint$/ });
const deletesOf = ({ atlas }: World) => atlas.journal.count({ method: 'DELETE', path: /\/endpoint\// });

describe.each(POLICY_STATUSES)('a resource policy that refuses with %s', (status) => {
  it('a link ends its execution at once, and the conclusion names the policy and what to do', async () => {
    const world = await startScenario({ app: { selectTag: TAG } });
    forbid(world, status, 'POST');
    const { endpointId } = await createAndRun(world);
    world.tagEndpoint(endpointId, { [TAG]: '' });
    await world.time.run();
    const [conclusion, ...more] = conclusionsIn(world);
    expect(more).toEqual([]);
    expect(conclusion).toMatchObject({
      outcome: 'failed',
      message: expect.stringMatching(new RegExp(`RESOURCE_POLICY_VIOLATED.*${NAME}`)),
      advice: expect.stringMatching(/resource policy.*no-private-endpoints.*allow/is),
    });
    // One request for each delivery of the event, and none that hopes for another response.
    expect(postsOf(world)).toBeLessThanOrEqual(3);
    expect(world.aws.metrics.raised()).toEqual(['LinkFailed', 'DeadLetters']);
    expect(deadLettersIn(world)).toHaveLength(1);
  });

  it('a removal ends with one DELETE, and leaves the link and its record', async () => {
    const world = await startAutomation();
    const { endpointId } = await createAndRun(world);
    await createAndRun(world);
    forbid(world, status, 'DELETE');
    world.deleteVpcEndpoints([endpointId]);
    await world.time.run();
    const last = conclusionsIn(world).at(-1);
    expect(last).toMatchObject({
      goal: 'deleted',
      outcome: 'failed',
      message: expect.stringMatching(new RegExp(`${NAME}.*Organization Owner`)),
    });
    expect(deletesOf(world)).toBe(1);
    expect(listedIn(world)).toContain(endpointId);
    expect(recordOf(world, endpointId)).toMatchObject({ state: 'unlinking' });
    expect(world.aws.metrics.sum('UnlinkFailed')).toBe(1);
  });

  it('a declared service fails its stack with the policy, and leaves nothing behind', async () => {
    const declared = await startDeclared();
    forbid(declared.world, status, 'POST');
    expect(await declared.create({})).toMatchObject({
      status: 'ROLLED_BACK',
      reason: expect.stringMatching(/RESOURCE_POLICY_VIOLATED/),
    });
    expect(declared.project.services.size).toBe(0);
    expect(declared.world.atlas.journal.count({ method: 'POST', status })).toBe(1);
  });

  it('a declared service that may not be deleted fails the deletion of its stack, and stays', async () => {
    const declared = await startDeclared();
    await declared.create({});
    forbid(declared.world, status, 'DELETE');
    expect(await declared.remove()).toMatchObject({ reason: expect.stringContaining(NAME) });
    expect(declared.project.services.size).toBe(1);
    expect(declared.world.atlas.journal.count({ method: 'DELETE', status })).toBe(1);
  });
});

it('a policy that is changed lets the reconciliation remove the link', async () => {
  const world = await startAutomation();
  const { endpointId } = await createAndRun(world);
  await createAndRun(world);
  forbid(world, 403, 'DELETE');
  world.deleteVpcEndpoints([endpointId]);
  await world.time.run();
  world.atlas.world.resourcePolicy = undefined;
  await reconcile(world);
  // The absence of the endpoint has to last.
  world.time.after(1000, () => undefined);
  await world.time.run();
  await reconcile(world);
  expect(listedIn(world)).not.toContain(endpointId);
});
