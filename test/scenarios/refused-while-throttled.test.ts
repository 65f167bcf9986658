/** Requests of CloudFormation while neither an execution can be read or started, nor the request be stored. */
import { CustomResource } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { CustomResource as ResourceTypes } from '../../lambda/contract/custom-resources.js';
import type { World } from '../../local/world.js';
import { type DeclaredContext, type DeclaredWorld, startDeclared } from './declared-stack.js';

/** More than Lambda's retries of an asynchronous invocation take. */
const OUTAGE_SECONDS = 900;

function refuseFor(world: World, action: string, seconds: number): void {
  world.aws.server.refuse(action, 'ThrottlingException', 'Rate exceeded', Number.POSITIVE_INFINITY);
  const fault = world.aws.server.faults.at(-1);
  if (seconds === Number.POSITIVE_INFINITY) return;
  world.time.after(seconds, () => {
    if (fault !== undefined) fault.times = 0;
  });
}

const misspelt =
  (resourceType: string) =>
  ({ stack, provider }: DeclaredContext): void =>
    void new CustomResource(stack, 'Misspelt', {
      serviceToken: provider.serviceToken,
      resourceType,
      properties: { Spelling: 'x' },
    });

const create = ({ create: declare }: DeclaredWorld, resourceType: string) =>
  declare({ withoutService: true, also: misspelt(resourceType) });

describe('a request with properties that are refused, while Step Functions is throttled', () => {
  it('has a response with the reason after the outage, and one response', async () => {
    const declared = await startDeclared();
    const { world, player } = declared;
    refuseFor(world, 'states:DescribeExecution', OUTAGE_SECONDS);
    const outcome = await create(declared, ResourceTypes.SERVICE);
    expect(outcome).toMatchObject({ reason: expect.stringContaining('Spelling') });
    expect(player.unanswered).toEqual([]);
    const failed = world.responsesReceived.filter((response) =>
      JSON.stringify(response).includes('Spelling'),
    );
    expect(failed).toHaveLength(1);
    await world.time.run(600);
    expect(world.aws.parameters.all.filter(({ type }) => type === 'SecureString')).toEqual([]);
  });

  it('has a response from a retry of Lambda, although the request could not be stored at first', async () => {
    const declared = await startDeclared();
    const { world, player } = declared;
    refuseFor(world, 'states:DescribeExecution', 90);
    refuseFor(world, 'ssm:PutParameter', 90);
    const began = world.time.now();
    await create(declared, ResourceTypes.SERVICE);
    expect((world.time.now() - began) / 1000).toBeLessThan(400);
    expect(player.unanswered).toEqual([]);
  });

  it('has a response at once if it is a lookup, which has no execution', async () => {
    const declared = await startDeclared();
    const { world, player } = declared;
    refuseFor(world, 'states:DescribeExecution', Number.POSITIVE_INFINITY);
    const began = world.time.now();
    expect(await create(declared, ResourceTypes.SERVICE_LOOKUP)).toMatchObject({
      reason: expect.stringContaining('Spelling'),
    });
    expect((world.time.now() - began) / 1000).toBeLessThan(60);
    expect(player.unanswered).toEqual([]);
  });
});

describe('a request that is delivered while neither Step Functions nor Parameter Store responds', () => {
  async function startInOutage(seconds: number): Promise<DeclaredWorld> {
    const declared = await startDeclared();
    for (const action of ['states:DescribeExecution', 'states:StartExecution', 'ssm:PutParameter'])
      refuseFor(declared.world, action, seconds);
    return declared;
  }

  it.each([OUTAGE_SECONDS, 1_500])(
    'for %d s is carried out then, also in Lambda’s last attempt',
    async (seconds) => {
      const declared = await startInOutage(seconds);
      const { world, player } = declared;
      const began = world.time.now();
      expect(await declared.create({})).toMatchObject({ status: 'COMPLETE' });
      expect((world.time.now() - began) / 1000).toBeLessThan(seconds + 900);
      expect([player.unanswered, [...world.aws.queues.all]]).toEqual([[], []]);
      await world.time.run(600);
      expect(world.aws.parameters.all.filter(({ type }) => type === 'SecureString')).toEqual([]);
    },
  );

  it.each([OUTAGE_SECONDS, 1_500])(
    'for %d s has a response with the reason then, if it is refused',
    async (seconds) => {
      const declared = await startInOutage(seconds);
      expect(await create(declared, ResourceTypes.SERVICE)).toMatchObject({
        reason: expect.stringContaining('Spelling'),
      });
      expect(declared.player.unanswered).toEqual([]);
    },
  );
});
