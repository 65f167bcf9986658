/** Requests of CloudFormation that Lambda delivers again or late, after a newer request. */
import type { CustomResource } from 'aws-cdk-lib';
import { RemovalPolicy } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import type { DeclaredContext, DeclaredWorld } from './declared-stack.js';
import { startDeclared } from './declared-stack.js';

const servicesOf = ({ project }: DeclaredWorld) => [...project.services.values()];

async function settle({ world }: DeclaredWorld): Promise<void> {
  for (let times = 0; times < 2; times += 1) {
    await world.time.run(200);
    world.atlas.world.settle();
  }
}

/** Delivers the last request of this type again. */
function deliverAgain({ world, player }: DeclaredWorld, type: string): void {
  const request = player.requests.filter(({ RequestType }) => RequestType === type).at(-1);
  if (request === undefined) throw new Error(`CloudFormation has sent no ${type}`);
  void world.aws.functions.invokeAsync(String(request.ResourceProperties.ServiceToken), request);
}

/** The Delete of a create that was cancelled before it had made anything. */
async function afterEmptyDelete(): Promise<DeclaredWorld> {
  const declared = await startDeclared();
  declared.world.time.after(0.01, () => declared.player.cancel());
  await declared.create({});
  await settle(declared);
  expect(servicesOf(declared)).toEqual([]);
  return declared;
}

describe('a Delete with a physical id made up by CloudFormation, delivered again', () => {
  it('does not remove what was created since', async () => {
    const declared = await afterEmptyDelete();
    expect(await declared.create({})).toMatchObject({ status: 'COMPLETE' });
    deliverAgain(declared, 'Delete');
    await settle(declared);
    expect(servicesOf(declared)).toMatchObject([{ status: 'AVAILABLE' }]);
  });

  it('does not stop the create in progress', async () => {
    const declared = await afterEmptyDelete();
    declared.world.time.after(60, () => deliverAgain(declared, 'Delete'));
    expect(await declared.create({})).toMatchObject({ status: 'COMPLETE' });
    await settle(declared);
    expect(servicesOf(declared)).toMatchObject([{ status: 'AVAILABLE' }]);
  });
});

/** The removal policy makes CloudFormation leave the resource when it is removed from the template. */
function retainService({ stack }: DeclaredContext): void {
  const resource = stack.node.tryFindChild('Service')?.node.findChild('Resource') as
    | CustomResource
    | undefined;
  resource?.applyRemovalPolicy(RemovalPolicy.RETAIN);
}

it('a retained resource of an earlier create is not removed for a create that never began', async () => {
  const declared = await startDeclared();
  const { world, player } = declared;
  await declared.create({ also: retainService });
  const retained = servicesOf(declared)[0]?.id;
  await declared.update({ withoutService: true });
  await world.time.run(1200);
  world.aws.server.faults.push({ action: 'ssm:PutParameter', times: 1, effect: 'kill' });
  world.time.after(10, () => player.cancel());
  expect(await declared.update({})).toMatchObject({ status: 'ROLLED_BACK' });
  await settle(declared);
  expect(player.requests.filter(({ RequestType }) => RequestType === 'Delete')).toHaveLength(1);
  expect(servicesOf(declared)).toMatchObject([{ id: retained, status: 'AVAILABLE' }]);
});

it('a Delete whose function crashes each time gets its response from the sweep of open requests, and can be sent again', async () => {
  const declared = await startDeclared();
  const { world, player } = declared;
  world.time.after(30, () => {
    world.aws.server.faults.push({ action: 'states:ListExecutions', times: 3, effect: 'kill' });
    player.cancel();
  });
  expect(await declared.create({})).toMatchObject({ status: 'FAILED' });
  expect(player.unanswered).toEqual([]);
  expect(await declared.remove()).toMatchObject({ status: 'COMPLETE' });
  await settle(declared);
  expect(servicesOf(declared)).toEqual([]);
});

it('a change of an update is rolled back by the next request, if its rollback was stopped by hand', async () => {
  const declared = await startDeclared();
  const { world } = declared;
  const { executions } = world.aws;
  // Stops the update by hand, and then its rollback before that has called Atlas.
  const stop = () => {
    for (const execution of executions.all.filter(({ status }) => status === 'RUNNING'))
      executions.abort(execution);
  };
  world.aws.onState(({ name }) => {
    if (name.startsWith('undo_')) stop();
  });
  await declared.create({});
  const before = servicesOf(declared).map(({ id }) => id);
  world.time.after(60, stop);
  expect(await declared.update({ region: 'eu-central-1' })).toMatchObject({
    status: 'ROLLED_BACK',
    reason: expect.stringMatching(/left in Atlas \(endpoint service [0-9a-f]{24}\)/),
  });
  await settle(declared);
  expect(servicesOf(declared).map(({ id }) => id)).toEqual(before);
});

it('a request whose execution cannot be described is not answered beside it', async () => {
  const declared = await startDeclared();
  const { world, player } = declared;
  player.deliveries = 2;
  // The first delivery reads twice; the second one meets a transient outage.
  world.time.after(0.9, () =>
    world.aws.server.refuse('states:DescribeExecution', 'ThrottlingException', 'Rate exceeded', 40),
  );
  world.aws.server.faults.push({ action: 'states:StartExecution', times: 1, effect: 'kill' });
  expect(await declared.create({})).toMatchObject({ status: 'COMPLETE' });
  await settle(declared);
  expect(new Set(world.responsesReceived.map((response) => JSON.stringify(response))).size).toBe(1);
  expect(servicesOf(declared)).toHaveLength(1);
});
