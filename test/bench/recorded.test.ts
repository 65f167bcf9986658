import { describe, expect, it } from 'vitest';
import { peerRows } from '../../bench/lag.js';
import { parseBenchOptions, SECTIONS } from '../../bench/options.js';
import { recorded } from '../../bench/recorded.js';

/** Maximum values required by the design. */
const HELD: Readonly<Record<string, number>> = {
  lagPushD15Seconds: 1.7,
  lagPushD60Seconds: 3.2,
  lagPushLostSeconds: 7.5,
  requestsPerLinkApiKey: 10,
  requestsPerLinkOauth: 8,
  costPerLinkUsd: 0.0008,
  reconcile10000AtlasRequests: 500,
  reconcile10000SsmReads: 3000,
  receiveImportRatio: 0.6,
  crowd500DeadLetters: 0,
  crowd500Stale: 0,
  crowd2000LagSeconds: 5,
  crowd2000RateLimited: 0,
};
/** For every link, with or without cluster and push: the cost of a link is mostly transitions. */
const MOST_TRANSITIONS = 26;
/** From the creation of the endpoint to its registration, for each of 500 endpoints. */
const MOST_SECONDS_TO_POST = 60;

describe('the recorded benchmark', () => {
  it('has every key figure', () => {
    const names = [...Object.keys(HELD), 'crowd500Linked'];
    expect(Object.keys(recorded.numbers).sort()).toEqual(names.sort());
  });

  it('has all of 500 endpoints linked', () => {
    expect(recorded.numbers.crowd500Linked).toBe(500);
  });

  it.each(Object.entries(HELD))('holds %s at %d', (name, most) => {
    expect(recorded.numbers[name]).toBeLessThanOrEqual(most);
  });

  it('has few transitions in each kind of link', () => {
    expect(recorded.requests.length).toBeGreaterThan(0);
    for (const { name, meanTransitions } of recorded.requests)
      expect(meanTransitions, name).toBeLessThanOrEqual(MOST_TRANSITIONS);
  });

  it('has every one of 500 endpoints registered within a minute of its creation', () => {
    const crowd = recorded.crowds.find(({ endpoints }) => endpoints === 500);
    expect(crowd?.secondsToPost.max).toBeLessThanOrEqual(MOST_SECONDS_TO_POST);
  });
});

describe('the recorded reconciliation of a hub', () => {
  const [small, large] = recorded.organization;
  const grows = [
    'atlasRequests',
    'stsCalls',
    'ec2Calls',
    'ssmCalls',
    'worldSeconds',
    'lambdaBusySeconds',
  ] as const;

  it('has the size that an organization may have', () => {
    expect(large).toMatchObject({ accounts: 200, regions: 3, projects: 1000, links: 10_000, drift: 0 });
  });

  it.each(grows)('has %s that grow no faster than the links', (name) => {
    if (small === undefined || large === undefined) throw new Error('no figures');
    const most = (1.2 * large.links) / small.links;
    expect(large[name] / small[name]).toBeLessThan(most);
  });

  it('has fewer requests to Atlas, and to each service of AWS, than links', () => {
    for (const name of ['atlasRequests', 'stsCalls', 'ec2Calls', 'ssmCalls'] as const)
      expect(large?.[name]).toBeLessThan(large?.links ?? 0);
  });

  it('fits into the memory of the function, and into a state', () => {
    expect(large?.peakHeapMegabytes).toBeLessThan(256);
    expect(large?.stateKibibytes).toBeLessThan(64);
  });
});

describe('the schedules of other products', () => {
  it('give the known lag of Terraform, 5 s for links that take 30 to 300 s', () => {
    const completions = Array.from({ length: 271 }, (_, index) => 30.5 + index);
    expect(peerRows(completions)[0]?.meanLagSeconds).toBeCloseTo(5, 0);
  });
});

describe('the options of the benchmark', () => {
  it('default to all sections as tables', () => {
    expect(parseBenchOptions([])).toEqual({ help: false, json: false, sections: SECTIONS });
    expect(parseBenchOptions(['--json', '--only', 'lag,imports'])).toMatchObject({
      json: true,
      sections: ['lag', 'imports'],
    });
  });

  it('refuse an unknown section', () => {
    expect(() => parseBenchOptions(['--only', 'speed'])).toThrow('received "speed"');
  });
});
