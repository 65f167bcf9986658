import { afterEach, describe, expect, it, vi } from 'vitest';
import { wireChange, wirePoll } from '../../../lambda/runtime/wiring/wiring.js';

const ENVIRONMENT = {
  POWERTOOLS_SERVICE_NAME: 'Links-0a1b2c3d',
  ATLAS_PROJECTS: '[{"projectId":"6a793f63c0eb9e7a177153f5","secretId":"atlas/keys"}]',
  ATLAS_BASE_URL: 'https://cloud.mongodb.com',
};

afterEach(() => vi.unstubAllEnvs());

/** Milliseconds that a function may wait for Atlas in an invocation of one minute. */
async function patience(wire: typeof wirePoll | typeof wireChange): Promise<number | undefined> {
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  const { invocation, dependencies } = await wire(ENVIRONMENT);
  invocation.begin({ getRemainingTimeInMillis: () => 60_000 });
  expect(dependencies.clock.remainingMilliseconds?.()).toBe(invocation.remainingMilliseconds());
  return invocation.remainingMilliseconds();
}

describe('the time limit for Atlas', () => {
  it('of a poll is ten seconds, because the workflow waits for minutes at no cost', async () => {
    expect(await patience(wirePoll)).toBe(10_000);
  });

  it('of a change is that of the function, minus a margin', async () => {
    expect(await patience(wireChange)).toBe(55_000);
  });
});
