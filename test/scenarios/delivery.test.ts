import { describe, expect, it } from 'vitest';
import {
  conclusionsIn,
  createAndRun,
  deadLettersIn,
  linkExecutionsIn,
  registrationsIn,
  startScenario,
} from './scenario-world.js';

describe('an event', () => {
  it('that arrives five times results in one link, one execution and one conclusion', async () => {
    const world = await startScenario();
    world.aws.bus.deliveries = 5;
    await createAndRun(world);
    expect(registrationsIn(world)).toBe(1);
    expect(world.aws.executions.all).toHaveLength(1);
    expect(conclusionsIn(world).map(({ outcome }) => outcome)).toEqual(['available']);
    expect(deadLettersIn(world)).toEqual([]);
  });

  it('that arrives again an hour after its link was made changes nothing', async () => {
    const world = await startScenario();
    await createAndRun(world);
    await world.time.run(3600);
    const [created] = world.events;
    if (created === undefined) throw new Error('no event');
    world.aws.bus.deliver(created);
    await world.time.run();
    expect([registrationsIn(world), linkExecutionsIn(world).length, conclusionsIn(world).length]).toEqual([
      1, 1, 1,
    ]);
  });

  it('that is late and out of order still leads to a link', async () => {
    const world = await startScenario();
    const held: Parameters<typeof world.aws.bus.deliver>[0][] = [];
    world.aws.bus.listen((event) => {
      if (event.source === 'aws.ec2') held.push(event);
    });
    world.aws.bus.deliveries = 0;
    const endpoints = [world.createVpcEndpoint(), world.createVpcEndpoint(), world.createVpcEndpoint()];
    await world.time.run(300);
    world.aws.bus.deliveries = 1;
    for (const event of held.reverse()) world.aws.bus.deliver(event);
    await world.time.run();
    const linked = conclusionsIn(world).map(({ outcome, link }) => `${link.EndpointId} ${outcome}`);
    expect(linked.sort()).toEqual(endpoints.map(({ endpointId }) => `${endpointId} available`));
  });

  it('of an endpoint that was deleted meanwhile ends without an error', async () => {
    const world = await startScenario();
    const endpoint = world.createVpcEndpoint();
    world.aws.endpoints.delete(endpoint.endpointId);
    await world.time.run();
    expect([registrationsIn(world), world.aws.executions.all.length, deadLettersIn(world).length]).toEqual([
      0, 0, 0,
    ]);
  });

  it('that cannot be parsed reaches the dead-letter queue within minutes, with the reason', async () => {
    const world = await startScenario();
    const began = world.time.now();
    world.aws.bus.put('aws.ec2', 'AWS API Call via CloudTrail', {
      eventSource: 'ec2.amazonaws.com',
      eventName: 'CreateVpcEndpoint',
      responseElements: { CreateVpcEndpointResponse: { vpcEndpoint: { vpcEndpointId: 17 } } },
    });
    await world.time.run();
    expect(deadLettersIn(world)).toEqual([
      expect.objectContaining({
        requestPayload: expect.objectContaining({ source: 'aws.ec2' }),
        responsePayload: expect.objectContaining({
          errorType: 'MalformedEventError',
          errorMessage: expect.stringContaining('vpcEndpointId'),
        }),
      }),
    ]);
    expect(world.time.now() - began).toBeLessThan(5 * 60_000);
    expect(world.aws.metrics.raised()).toEqual(['DeadLetters']);
  });

  it('of a failed call does not match the rule', async () => {
    const world = await startScenario();
    const detail = {
      eventSource: 'ec2.amazonaws.com',
      eventName: 'CreateVpcEndpoint',
      errorCode: 'Client.Unauthorized',
    };
    world.aws.bus.put('aws.ec2', 'AWS API Call via CloudTrail', detail);
    await world.time.run();
    expect(world.aws.functions.invocations.size).toBe(0);
  });
});

describe('a function that crashes', () => {
  it('between the registration and StartExecution leaves a link that the redelivered event follows', async () => {
    const world = await startScenario();
    world.aws.server.faults.push({ action: 'states:StartExecution', times: 1, effect: 'kill' });
    await createAndRun(world);
    expect(registrationsIn(world)).toBe(1);
    expect(world.aws.metrics.sum('LinkAdopted')).toBe(1);
    expect(conclusionsIn(world).map(({ outcome }) => outcome)).toEqual(['available']);
    expect(deadLettersIn(world)).toEqual([]);
  });

  it('while it reads the secret is invoked again', async () => {
    const world = await startScenario();
    world.aws.server.faults.push({ action: 'secretsmanager:GetSecretValue', times: 2, effect: 'kill' });
    await createAndRun(world);
    expect(conclusionsIn(world).map(({ outcome }) => outcome)).toEqual(['available']);
  });

  it('after it has published is invoked again, and the conclusion is published once', async () => {
    const world = await startScenario();
    world.aws.server.faults.push({ action: 'ec2:CreateTags', times: 1, effect: 'kill' });
    await createAndRun(world);
    expect(conclusionsIn(world).map(({ outcome }) => outcome)).toEqual(['available']);
    expect(world.aws.executions.all.map(({ status }) => status)).toEqual(['SUCCEEDED']);
  });
});
