/** `aws.states` events are delivered at best effort. These tests lose the event of an execution's end. */
import { describe, expect, it } from 'vitest';
import type { Execution } from '../../local/aws/step-functions/executions.js';
import type { World } from '../../local/world.js';
import { startDeclared } from './declared-stack.js';
import { conclusionsIn, startScenario } from './scenario-world.js';

function loseEnds(world: World): void {
  world.aws.bus.loses = ({ source }) => source === 'aws.states';
}

function running({ aws }: World): Execution {
  const execution = aws.executions.all.find(({ status }) => status === 'RUNNING');
  if (execution === undefined) throw new Error('no execution is running');
  return execution;
}

describe('an execution of a stack whose end is not delivered', () => {
  it.each(['abort', 'timeOut'] as const)(
    '(%s) gets its response within minutes, and is rolled back',
    async (end) => {
      const declared = await startDeclared();
      const { world, player, project } = declared;
      loseEnds(world);
      const begin = world.time.now();
      world.time.after(60, () => world.aws.executions[end](running(world)));
      expect(await declared.create({})).toMatchObject({ status: 'ROLLED_BACK' });
      expect(world.time.now() - begin).toBeLessThan(20 * 60_000);
      expect(player.unanswered).toEqual([]);
      await world.time.run(120);
      world.atlas.world.settle();
      expect([...project.services.values()]).toEqual([]);
    },
  );

  it('because it could not respond gets its response once CloudFormation accepts it', async () => {
    const declared = await startDeclared();
    const { world, player } = declared;
    loseEnds(world);
    world.refuseResponses(24);
    expect(await declared.create({})).toEqual({ status: 'COMPLETE', reason: '' });
    expect(world.aws.executions.all[0]).toMatchObject({ error: 'AtlasPrivateLink.NotConcluded' });
    expect(player.unanswered).toEqual([]);
  });

  it('publishes the end of its link once', async () => {
    const declared = await startDeclared();
    const { world } = declared;
    loseEnds(world);
    await declared.create({});
    world.time.after(30, () => world.aws.executions.abort(running(world)));
    await declared.update({ links: ['A'] });
    expect(conclusionsIn(world).map(({ outcome }) => outcome)).toEqual(['failed']);
  });

  it('leaves no open request behind', async () => {
    const declared = await startDeclared();
    const { world } = declared;
    world.aws.server.refuse('ssm:DeleteParameter', 'ThrottlingException', 'Rate exceeded', 3);
    await declared.create({});
    await world.time.run(3600);
    expect(world.aws.parameters.all.filter(({ type }) => type === 'SecureString')).toEqual([]);
    const responses = world.responsesReceived.map((response) => JSON.stringify(response));
    expect(new Set(responses).size).toBe(1);
  });
});

it('an execution of the automation whose end is not delivered is followed up by the reconciliation', async () => {
  const world = await startScenario();
  loseEnds(world);
  world.createVpcEndpoint();
  await world.time.run(30);
  world.aws.executions.abort(running(world));
  world.aws.schedules.fireAll();
  await world.time.run();
  expect(conclusionsIn(world).map(({ outcome }) => outcome)).toEqual(['available']);
});
