import { describe, expect, it } from 'vitest';
import { conclusionsIn, createAndRun, deadLettersIn, startScenario } from './scenario-world.js';

describe('an execution that ends without its own conclusion', () => {
  it('because it was stopped by hand is concluded by the rule for failed executions', async () => {
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

  it('because of the state machine’s time limit is concluded as timed out', async () => {
    const world = await startScenario();
    world.createVpcEndpoint();
    await world.time.run(30);
    // Every poll hangs, until the state machine's own time limit.
    const [execution] = world.aws.executions.all;
    if (execution === undefined) throw new Error('no execution');
    world.aws.executions.timeOut(execution);
    await world.time.run();
    expect(conclusionsIn(world).map(({ outcome }) => outcome)).toEqual(['timed-out']);
  });

  it('because the bus refused the event is concluded with its last observation', async () => {
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

  it('and cannot be concluded stays in the dead-letter queue with its input', async () => {
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

  it('is reported although the registry does not contain it', async () => {
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

  it('while it follows connection strings is not reported again, whatever the registry contains by then', async () => {
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

  it('publishes its end once, although the registry accepts no writes for minutes', async () => {
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

  it('publishes its end once, although the next step crashes', async () => {
    const world = await startScenario();
    world.createVpcEndpoint();
    await world.time.run(20);
    world.aws.server.faults.push({ action: 'ec2:CreateTags', times: 2, effect: 'kill' });
    await world.time.run();
    expect(conclusionsIn(world)).toHaveLength(1);
  });

  it('because it was started by hand with a foreign input fails, and is not lost', async () => {
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
