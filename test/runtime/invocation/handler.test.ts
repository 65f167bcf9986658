import { describe, expect, it } from 'vitest';
import { EndpointNotReadyError } from '../../../lambda/domain/model/errors/endpoint-not-ready-error.js';
import { createHandler } from '../../../lambda/runtime/invocation/handler.js';
import { Invocation } from '../../../lambda/runtime/invocation/invocation.js';
import { atlasError } from '../../domain/atlas-errors.js';
import { recordingObservability } from '../handler-world.js';

const context = { getRemainingTimeInMillis: () => 30_000 };

function setUp(run: (input: string) => Promise<string>) {
  const recorded = recordingObservability();
  const invocation = new Invocation();
  let wirings = 0;
  const handler = createHandler(
    () => {
      wirings += 1;
      return { observability: recorded.observability, invocation, dependencies: {} };
    },
    (_, input: string) => run(input),
  );
  return { ...recorded, invocation, handler, wirings: () => wirings };
}

describe('a handler', () => {
  it('wires once for the life of the container and receives the remaining time', async () => {
    const world = setUp(async (input) => `${input}!`);
    expect(await world.handler('a', context)).toBe('a!');
    await world.handler('b', context);
    expect(world.wirings()).toBe(1);
    expect(world.invocation.remainingMilliseconds()).toBe(25_000);
  });

  it('wires again when its configuration is out of date, and after a failed wiring', async () => {
    const { observability } = recordingObservability();
    const results = ['fails', 'old', 'new'];
    const handler = createHandler(
      async () => {
        const dependencies = results.shift();
        if (dependencies === 'fails') throw new Error('not now');
        const isCurrent = async () => dependencies === 'new';
        return { observability, invocation: new Invocation(), dependencies, isCurrent };
      },
      async (dependencies, _: string) => dependencies,
    );
    await expect(handler('a', context)).rejects.toThrow('not now');
    expect([await handler('a', context), await handler('b', context), await handler('c', context)]).toEqual([
      'old',
      'new',
      'new',
    ]);
  });

  it('logs an error once with its advice, flushes and throws it', async () => {
    const world = setUp(async () => {
      throw atlasError('forbidden', { code: 'C' });
    });
    await expect(world.handler('a', context)).rejects.toThrow('Atlas said forbidden mend forbidden');
    expect(world.lines).toEqual([
      {
        level: 'error',
        message: 'invocation failed',
        fields: {
          error: { name: 'AtlasError', message: 'Atlas said forbidden', code: 'C', advice: 'mend forbidden' },
        },
      },
    ]);
    expect(world.flushes()).toBe(1);
  });

  it('adds the advice of an error that is kept and thrown again once only', async () => {
    const kept = atlasError('forbidden', { code: 'C' });
    const { handler } = setUp(async () => {
      throw kept;
    });
    await expect(handler('a', context)).rejects.toThrow('Atlas said forbidden mend forbidden');
    await expect(handler('b', context)).rejects.toThrow(/^Atlas said forbidden mend forbidden$/);
  });

  it('logs an error that is thrown only for a retry as information, and throws it all the same', async () => {
    const world = setUp(async () => {
      throw new EndpointNotReadyError('the endpoint service is INITIATING');
    });
    await expect(world.handler('a', context)).rejects.toThrow('INITIATING');
    expect(world.lines).toMatchObject([{ level: 'info', message: 'invocation failed and will be retried' }]);
  });
});
