import { describe, expect, it } from 'vitest';
import { conclusionsIn, createAndRun, deadLettersIn, startScenario } from './scenario-world.js';

describe('an execution that ends without its own conclusion', () => {
  it('because somebody stopped it is concluded by the rule on ended executions', async () => {
    const world = await startScenario();
    world.createVpcEndpoint();
    await world.time.run(30);
    const [execution] = world.aws.executions.all;
    if (execution === undefined) throw new Error('no execution');
    world.aws.executions.abort(execution);
    await world.time.run();
    expect(conclusionsIn(world)).toEqual([
      expect.objectContaining({ outcome: 'failed', message: expect.stringContaining('stopped by hand') }),
    ]);
  });

  it('because the machine timed out is concluded as timed out', async () => {
    const world = await startScenario();
    world.createVpcEndpoint();
    await world.time.run(30);
    // A poll that never comes back, over and over, until the machine's own limit.
    const [execution] = world.aws.executions.all;
    if (execution === undefined) throw new Error('no execution');
    world.aws.executions.timeOut(execution);
    await world.time.run();
    expect(conclusionsIn(world).map(({ outcome }) => outcome)).toEqual(['timed-out']);
  });

  it('because the bus refused the event is concluded with what it had seen', async () => {
    const world = await startScenario();
    world.aws.server.refuse('events:PutEvents', 'InternalException', 'try later', 4);
    await createAndRun(world);
    expect(world.aws.executions.all[0]).toMatchObject({ error: 'AtlasPrivateLink.NotConcluded' });
    expect(conclusionsIn(world)).toEqual([
      expect.objectContaining({
        outcome: 'available',
        link: expect.objectContaining({ ConnectionStatus: 'AVAILABLE' }),
      }),
    ]);
    expect(deadLettersIn(world)).toEqual([]);
  });

  it('and cannot be concluded at all stays in the dead-letter queue with its input', async () => {
    const world = await startScenario();
    world.aws.server.refuse('events:PutEvents', 'InternalException', 'deleted', Number.POSITIVE_INFINITY);
    const endpoint = await createAndRun(world);
    expect(conclusionsIn(world)).toEqual([]);
    expect(JSON.stringify(deadLettersIn(world))).toContain(endpoint.endpointId);
    expect(world.aws.metrics.raised()).toEqual(['DeadLetters']);
  });

  it('as failed after its own conclusion is not concluded twice', async () => {
    const world = await startScenario();
    const endpoint = world.createVpcEndpoint();
    world.atlas.world.reject(endpoint.endpointId);
    await world.time.run();
    expect(conclusionsIn(world)).toHaveLength(1);
    expect([...world.aws.functions.invocations.keys()].some((name) => name.includes('FinalizeLink'))).toBe(
      true,
    );
  });

  it('is reported although the registry knows nothing of it', async () => {
    const world = await startScenario();
    world.aws.server.refuse('ssm:PutParameter', 'AccessDeniedException', 'no', 9);
    world.createVpcEndpoint();
    await world.time.run(30);
    const [execution] = world.aws.executions.all;
    if (execution === undefined) throw new Error('no execution');
    expect(world.aws.parameters.below('/atlas-privatelink/links', true)).toEqual([]);
    world.aws.executions.abort(execution);
    await world.time.run();
    expect(conclusionsIn(world).map(({ outcome }) => outcome)).toEqual(['failed']);
  });

  it('while it follows connection strings is not told again, whatever the registry has by then', async () => {
    const world = await startScenario();
    const { executions, parameters } = world.aws;
    const endpoint = world.createVpcEndpoint();
    const recording = () => executions.all[0]?.states.includes('Poll connection strings') === true;
    while (!recording()) await world.time.run(5);
    parameters.delete(`/atlas-privatelink/links/${endpoint.endpointId}`);
    const [execution] = executions.all;
    if (execution === undefined) throw new Error('no execution');
    executions.abort(execution);
    await world.time.run();
    expect(conclusionsIn(world).map(({ outcome }) => outcome)).toEqual(['available']);
  });

  it('publishes its end once, although the registry takes no writes for minutes', async () => {
    const world = await startScenario();
    world.createVpcEndpoint();
    await world.time.run(20);
    world.aws.server.refuse('ssm:PutParameter', 'ThrottlingException', 'Rate exceeded', 12);
    await world.time.run();
    expect(conclusionsIn(world)).toHaveLength(1);
    expect(deadLettersIn(world)).toEqual([]);
    expect(
      JSON.parse(world.aws.parameters.below('/atlas-privatelink/links', true)[0]?.value ?? '{}'),
    ).toMatchObject({
      state: 'available',
    });
  });

  it('publishes its end once, although what comes after it crashes', async () => {
    const world = await startScenario();
    world.createVpcEndpoint();
    await world.time.run(20);
    world.aws.server.faults.push({ action: 'ec2:CreateTags', times: 2, effect: 'kill' });
    await world.time.run();
    expect(conclusionsIn(world)).toHaveLength(1);
  });

  it('started by hand with an input that is not its own fails, and is not lost', async () => {
    const world = await startScenario();
    world.aws.executions.startByHand('by-hand', { version: 7 });
    await world.time.run();
    expect(world.aws.executions.all[0]).toMatchObject({ status: 'FAILED' });
    expect(deadLettersIn(world)).toEqual([
      expect.objectContaining({
        responsePayload: expect.objectContaining({ errorType: 'InvalidWorkflowInputError' }),
      }),
    ]);
  });
});
