import { describe, expect, it } from 'vitest';
import { SHORT_RESPONSE } from '../../lambda/aws/response-patience.js';
import { Metric } from '../../lambda/contract/metrics.js';
import { LAST_POLL } from '../../lambda/contract/waiting-links.js';
import { UNREAD_SECONDS } from '../../lambda/domain/awaiting/acceptance-pace.js';
import type { Item } from '../../local/aws/dynamodb/expressions.js';
import { AwsError } from '../../local/aws/protocol/aws-error.js';
import { AWS_THROTTLES } from '../../local/aws/throttles.js';
import { STACK, type World } from '../../local/world.js';
import {
  conclusionsIn,
  createAndRun,
  deadLettersIn,
  linkExecutionsIn,
  registrationsIn,
  type ScenarioOptions,
  startScenario,
  statusTagOf,
} from './scenario-world.js';

const LINK_SECONDS = 95;
/** Atlas accepts the connection at its end, and EC2 shows the acceptance at once. */
const LATE = { linkSeconds: LINK_SECONDS, ec2PendingSeconds: 0 };
/** Atlas accepts the connection as soon as it has found the endpoint, long before AVAILABLE. */
const EARLY = { linkSeconds: LINK_SECONDS, ec2PendingSeconds: 300, ec2LeadSeconds: 9 };

/** With push, which is the default, unless a test turns it off: `npm run test:without-push` turns it off elsewhere. */
const start = ({ app, ...options }: ScenarioOptions = {}) =>
  startScenario({ timings: LATE, ...options, app: { push: '', ...app } });

function lagOf(world: World): number {
  const [conclusion] = conclusionsIn(world);
  const [link] = world.service.links.values();
  return (Date.parse(conclusion?.concludedAt ?? '') - (link?.availableAt ?? Number.NaN)) / 1000;
}

/** Polls of the link, in seconds after its POST. */
function pollsIn(world: World): number[] {
  const { entries } = world.atlas.journal;
  const post = entries.find(({ method }) => method === 'POST');
  return entries
    .filter(
      ({ method, path, status }) => method === 'GET' && /\/endpoint\/vpce-/.test(path) && status === 200,
    )
    .map(({ at }) => Math.round((at - (post?.at ?? 0)) / 1000));
}

/** Polls of the link, also those that do not find it. */
function linkReadsIn(world: World): number {
  return world.atlas.journal.count({ method: 'GET', path: /\/endpoint\/vpce-/ });
}

async function startWithoutPush(): Promise<World> {
  const world = await start();
  Object.assign(world.aws.topics, { loses: () => true });
  world.createVpcEndpoint();
  return world;
}

/** Returns how to end it. */
function throttleDescribes({ aws: { throttles } }: World): () => void {
  const take = throttles.take.bind(throttles);
  throttles.take = (call) =>
    call.action === 'ec2:DescribeVpcEndpoints'
      ? new AwsError('RequestLimitExceeded', 'Request limit exceeded.', 503)
      : take(call);
  return () => {
    throttles.take = take;
  };
}

function silenceDescribes({ aws: { throttles } }: World): void {
  const seconds = SHORT_RESPONSE.responseMilliseconds / 1000;
  throttles.delays.push({ actions: /^ec2:DescribeVpcEndpoints$/, seconds, responds: false });
}

/** Endpoints that have a connection notification. */
function notifiedIn(world: World): string[] {
  return world.aws.notifications.all.map(({ endpointId }) => endpointId);
}

function expectNothingLeft(world: World): void {
  expect(world.aws.notifications.all).toEqual([]);
  const waiting = world.aws.tables.itemsOf('WaitingLinks').map(({ id }) => String(id?.S));
  expect(waiting.filter((id) => !id.startsWith('#'))).toEqual([]);
  expect(deadLettersIn(world)).toEqual([]);
}

const TAG = 'atlas-privatelink';
/** An endpoint of another account. */
const ABROAD = 'vpce-0fedcba9876543210';

const messageAbout = (endpointId: string, event: string) => JSON.stringify({ endpointId, event });
/** Messages for the topic, by the ids of the waiting endpoint and of another one in the account, which is not selected. */
const FORGERIES: readonly [string, (own: string, other: string) => string][] = [
  ['says that its endpoint was accepted, when nothing was', (own) => messageAbout(own, 'Accept')],
  ['says that its endpoint was rejected', (own) => messageAbout(own, 'Reject')],
  ['says that its endpoint was deleted', (own) => messageAbout(own, 'Delete')],
  ['names another endpoint of the account', (_, other) => messageAbout(other, 'Accept')],
  ['names an endpoint of another account', () => messageAbout(ABROAD, 'Accept')],
  ['names many endpoints', (own, other) => [ABROAD, other, own].join(' ').repeat(1_000)],
  ['is no JSON', () => 'Accept'],
  ['is empty', () => ''],
];

describe('a link that waits for its acceptance', () => {
  it('is reported by EC2 when it is accepted, and Atlas is polled only for refusals until then', async () => {
    const world = await start();
    await createAndRun(world);
    expect(conclusionsIn(world).map(({ outcome }) => outcome)).toEqual(['available']);
    expect(lagOf(world)).toBeLessThan(3.7);
    expect(pollsIn(world)).toHaveLength(2);
    expect(conclusionsIn(world)[0]?.acceptance).toMatchObject({ noticedBy: 'push' });
    expectNothingLeft(world);
  });

  it('is polled sooner after EC2 once the latest links show that Atlas agrees at the same time', async () => {
    const world = await start();
    const lags: number[] = [];
    for (let count = 0; count < 20; count += 1) await createAndRun(world);
    for (const { link, concludedAt } of conclusionsIn(world)) {
      const { availableAt = Number.NaN } = world.service.links.get(link.EndpointId) ?? {};
      lags.push((Date.parse(concludedAt) - availableAt) / 1000);
    }
    expect(lags.at(-1)).toBeLessThan((lags[0] ?? 0) - 1.5);
  });

  it.each([
    ['is lost', (world: World) => Object.assign(world.aws.topics, { loses: () => true })],
    ['comes half a minute late', (world: World) => Object.assign(world.aws.topics, { delaySeconds: 30 })],
    ['cannot be asked for', (world: World) => refuse(world, 'ec2:CreateVpcEndpointConnectionNotification')],
  ])('whose notification %s is detected by a poll of EC2', async (_, spoil) => {
    const world = await start();
    spoil(world);
    await createAndRun(world);
    expect(lagOf(world)).toBeLessThan(16);
    expect(conclusionsIn(world)[0]).toMatchObject({
      outcome: 'available',
      acceptance: { noticedBy: 'poll' },
    });
    expectNothingLeft(world);
  });

  it('is noticed by EC2 although EC2 throttles for a minute, in which Atlas accepts it', async () => {
    const world = await startWithoutPush();
    await world.time.run(60);
    const end = throttleDescribes(world);
    await world.time.run(60);
    end();
    await world.time.run();
    expect(conclusionsIn(world)[0]).toMatchObject({
      outcome: 'available',
      acceptance: { noticedBy: 'poll' },
    });
    expect(lagOf(world)).toBeLessThan(120 - LINK_SECONDS + 16);
    expectNothingLeft(world);
  });

  it.each([
    ['throttles', throttleDescribes],
    ['does not respond', silenceDescribes],
  ])('gives up EC2 after two minutes in which it %s, and not before', async (_, fault) => {
    const world = await startWithoutPush();
    await world.time.run(25);
    fault(world);
    await world.time.run();
    expect(conclusionsIn(world)[0]).toMatchObject({ outcome: 'available', acceptance: { noticedBy: '' } });
    expect(lagOf(world)).toBeGreaterThan(25 + UNREAD_SECONDS - LINK_SECONDS - 20);
    expect(lagOf(world)).toBeLessThan(120);
    expectNothingLeft(world);
  });

  it('whose notifications come three times is concluded once', async () => {
    const world = await start();
    world.aws.topics.deliveries = 3;
    await createAndRun(world);
    expect(conclusionsIn(world)).toHaveLength(1);
    expect(registrationsIn(world)).toBe(1);
    expectNothingLeft(world);
  });

  it.each(FORGERIES)('is not changed by a forged notification that %s', async (_, forge) => {
    const world = await start({ app: { selectTag: TAG } });
    const other = world.createVpcEndpoint();
    const own = world.createVpcEndpoint({ tags: { [TAG]: 'true' } });
    await world.time.run(25);
    const before = { describes: describesIn(world), requests: world.atlas.journal.entries.length };
    const [topicArn = ''] = world.aws.notifications.all.map((one) => one.topicArn);
    world.aws.topics.publish(topicArn, forge(own.endpointId, other.endpointId));
    await world.time.run(2);
    expect(describesIn(world)).toBe(before.describes + 1);
    await world.time.run(18);
    expect(world.atlas.journal.entries).toHaveLength(before.requests);
    expect(conclusionsIn(world)).toEqual([]);
    await world.time.run();
    expect(conclusionsIn(world).map(({ outcome, link }) => [outcome, link.EndpointId])).toEqual([
      ['available', own.endpointId],
    ]);
    expect(registrationsIn(world)).toBe(1);
    expect(statusTagOf(other)).toBeUndefined();
    expectNothingLeft(world);
  });

  it('that EC2 shows as accepted long before Atlas is polled closely only once it is available there', async () => {
    const world = await start({ timings: EARLY });
    await createAndRun(world);
    expect(lagOf(world)).toBeLessThan(8);
    expect(Math.min(...pollsIn(world))).toBeGreaterThan(LINK_SECONDS - 10);
    expect(conclusionsIn(world)[0]?.acceptance).toMatchObject({
      acceptedAt: expect.stringMatching(/^2026/),
      availableInEc2At: expect.stringMatching(/^2026/),
    });
  });

  it('is measured: from the registration to the acceptance, and from EC2 to Atlas', async () => {
    const world = await start({ timings: EARLY });
    await createAndRun(world);
    const [conclusion] = conclusionsIn(world);
    const { acceptedAt = '', availableInEc2At = '' } = conclusion?.acceptance ?? {};
    const secondsBetween = (from = '', to = '') => (Date.parse(to) - Date.parse(from)) / 1000;
    const toAccepted = secondsBetween(conclusion?.startedAt, acceptedAt);
    const afterEc2 = secondsBetween(availableInEc2At, conclusion?.concludedAt);
    expect(world.aws.metrics.values(Metric.TIME_TO_ACCEPTED)).toEqual([toAccepted]);
    expect(world.aws.metrics.values(Metric.ATLAS_AFTER_EC2)).toEqual([afterEc2]);
    expect(toAccepted).toBeGreaterThan(0);
    expect(toAccepted).toBeLessThan(LINK_SECONDS - 10);
    expect(afterEc2).toBeGreaterThan(0);
    expect(afterEc2).toBeLessThan(30);
  });

  it.each([
    ['a poll for a refusal', LATE, 55],
    // EC2 shows the endpoint as available 86 s after the registration.
    ['the close polls', { ...LATE, ec2LeadSeconds: 9 }, 88],
  ])('waits for as long as Atlas asks if it throttles %s', async (_, timings, afterSeconds) => {
    const world = await start({ timings });
    world.createVpcEndpoint();
    await world.time.run(afterSeconds);
    // Longer than a function may wait itself.
    const blockedSeconds = 120;
    world.atlas.buckets.block(blockedSeconds);
    const blockedUntil = world.time.now() + blockedSeconds * 1000;
    await world.time.run();
    expect(conclusionsIn(world).map(({ outcome }) => outcome)).toEqual(['available']);
    const refused = world.atlas.journal.entries.filter(
      ({ at, status }) => status === 429 && at < blockedUntil,
    );
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.length).toBeLessThanOrEqual(2);
    expectNothingLeft(world);
  });

  it('that is removed in Atlas after its acceptance is polled at once, as EC2 notifies of that', async () => {
    const deletionSeconds = 5;
    const world = await start({ timings: { ...EARLY, linkSeconds: 200, deletionSeconds } });
    const { endpointId } = world.createVpcEndpoint();
    // More than a minute after the acceptance, EC2 is polled every 14 s.
    await world.time.run(120);
    const [link] = world.service.links.values();
    if (link === undefined) throw new Error('Atlas has no link.');
    world.atlas.world.deleteLink(link);
    await world.time.run(deletionSeconds + 1);
    const before = linkReadsIn(world);
    world.atlas.world.settle();
    expect(world.aws.endpoints.describe(endpointId)?.state).toBe('rejected');
    await world.time.run(3);
    expect(linkReadsIn(world)).toBeGreaterThan(before);
    await world.time.run();
    expectNothingLeft(world);
  });

  it('that Atlas rejects fails in little more than a minute, although EC2 shows no change', async () => {
    const world = await start();
    const { endpointId } = world.createVpcEndpoint();
    world.atlas.world.reject(endpointId, 'No dns entries found for the endpoint.');
    await world.time.run();
    expect(conclusionsIn(world)[0]).toMatchObject({ outcome: 'failed' });
    expect(conclusionsIn(world)[0]?.durationSeconds).toBeLessThan(80);
    expectNothingLeft(world);
  });

  it.each(['dynamodb:UpdateItem', 'dynamodb:Scan', 'ec2:DescribeVpcEndpoints'])(
    'uses the normal pace if %s is refused',
    async (action) => {
      const world = await start();
      world.createVpcEndpoint();
      await world.time.run(10);
      refuse(world, action);
      await world.time.run();
      expect(conclusionsIn(world).map(({ outcome }) => outcome)).toEqual(['available']);
      expect(lagOf(world)).toBeLessThan(16);
    },
  );

  it.each(['dynamodb:UpdateItem', 'dynamodb:Scan', 'states:SendTaskSuccess'])(
    'survives a function that crashes during %s',
    async (action) => {
      const world = await start();
      world.aws.server.faults.push({ action, times: 2, effect: 'kill' });
      await createAndRun(world);
      expect(conclusionsIn(world).map(({ outcome }) => outcome)).toEqual(['available']);
      expectNothingLeft(world);
    },
  );

  it('deletes its notification although the function crashes before it has recorded which one it is', async () => {
    const world = await start();
    // The first write of the table keeps the token, the second one the notification.
    world.aws.server.faults.push({ action: 'dynamodb:UpdateItem', times: 1, after: 1, effect: 'kill' });
    const { endpointId } = world.createVpcEndpoint();
    await world.time.run(30);
    const made = world.aws.server.calls.filter(({ action }) =>
      action.startsWith('ec2:CreateVpcEndpointConn'),
    );
    expect(made).toHaveLength(2);
    expect(notifiedIn(world)).toEqual([endpointId]);
    await world.time.run();
    expect(conclusionsIn(world).map(({ outcome }) => outcome)).toEqual(['available']);
    expectNothingLeft(world);
  });

  it('shares one poll of EC2 with any number of other waiting links', async () => {
    const world = await start({ timings: { linkSeconds: 60, linkSpreadSeconds: 60 } });
    const crowd = 20;
    for (let count = 0; count < crowd; count += 1) world.createVpcEndpoint();
    await world.time.run(20);
    const before = describesIn(world);
    await world.time.run(40);
    // At most one poll in four seconds, by any link.
    expect(describesIn(world) - before).toBeLessThanOrEqual(11);
    await world.time.run();
    expect(conclusionsIn(world).filter(({ outcome }) => outcome === 'available')).toHaveLength(crowd);
    expectNothingLeft(world);
  });

  it('leaves a notification that could not be deleted, and the reconciliation deletes it', async () => {
    const world = await start();
    refuse(world, 'ec2:DeleteVpcEndpointConnectionNotifications', 1);
    await createAndRun(world);
    expect(world.aws.notifications.all).toHaveLength(1);
    world.aws.executions.startByHand('sweep', { trigger: 'test' }, 'Reconciliation');
    await world.time.run();
    expectNothingLeft(world);
  });

  it('leaves a notification if the function crashes after the conclusion, and the reconciliation deletes no other', async () => {
    const world = await start();
    const action = 'ec2:DeleteVpcEndpointConnectionNotifications';
    world.aws.server.faults.push({ action, times: 1, effect: 'kill' });
    const concluded = await createAndRun(world);
    expect(conclusionsIn(world).map(({ outcome }) => outcome)).toEqual(['available']);
    expect(notifiedIn(world)).toEqual([concluded.endpointId]);
    const waiting = world.createVpcEndpoint();
    await world.time.run(20);
    world.aws.executions.startByHand('sweep', { trigger: 'test' }, 'Reconciliation');
    await world.time.run(20);
    expect(notifiedIn(world)).toEqual([waiting.endpointId]);
    await world.time.run();
    expect(conclusionsIn(world).map(({ outcome }) => outcome)).toEqual(['available', 'available']);
    expectNothingLeft(world);
  });

  it('has no topic, key or notification if the prop turns push off', async () => {
    const world = await start({ app: { push: 'false' } });
    await createAndRun(world);
    expect(lagOf(world)).toBeLessThan(16);
    expect(world.aws.server.calls.filter(({ action }) => action.includes('ConnectionNotification'))).toEqual(
      [],
    );
    expectNothingLeft(world);
  });

  it('is detected faster from link to link, as the pace of the latest links is recorded', async () => {
    const world = await start({ timings: { ...LATE, ec2LeadSeconds: 12 } });
    const polls: number[] = [];
    for (let count = 0; count < 8; count += 1) {
      const before = pollsIn(world).length;
      await createAndRun(world);
      polls.push(pollsIn(world).length - before);
    }
    expect(polls.at(-1)).toBeLessThan(polls[0] ?? 0);
    expect(linkExecutionsIn(world).every(({ status }) => status === 'SUCCEEDED')).toBe(true);
  });
});

function refuse(world: World, action: string, times = Number.POSITIVE_INFINITY): void {
  world.aws.server.refuse(action, 'UnauthorizedOperation', 'refused', times);
}

function describesIn(world: World): number {
  return world.aws.server.calls.filter(({ action }) => action === 'ec2:DescribeVpcEndpoints').length;
}

describe('a table with wrong times', () => {
  it('of the last poll, in the future because of a wrong clock, does not prevent further polls', async () => {
    // The link becomes available between the second and the third poll for a refusal, so that only EC2 can show it in
    // time.
    const world = await start({ timings: { linkSeconds: 160, ec2PendingSeconds: 0 } });
    Object.assign(world.aws.topics, { loses: () => true });
    world.createVpcEndpoint();
    await world.time.run(20);
    writeLastPoll(world, {
      polledAt: { N: String(world.time.now() + 3_600_000) },
      polledBy: { S: 'vpce-0' },
    });
    await world.time.run();
    // The interval between two polls of EC2, and the delay before the first close poll.
    expect(lagOf(world)).toBeLessThan(18);
    expectNothingLeft(world);
  });

  function writeLastPoll(world: World, poll: Item): void {
    const call = world.aws.server.calls.find(({ action }) => action === 'dynamodb:UpdateItem');
    const { account, region } = STACK;
    const arn = `arn:aws:dynamodb:${region}:${account}:table/${Object(call?.input).TableName}`;
    world.aws.tables.put(arn, { id: { S: LAST_POLL }, ...poll });
  }
});

describe('many links that wait for their acceptance', () => {
  const CROWD = { linkSeconds: 60, linkSpreadSeconds: 90, ec2PendingSeconds: 30 };

  function lagsOf(world: World): number[] {
    return conclusionsIn(world).map(({ link, concludedAt }) => {
      const { availableAt = Number.NaN } = world.service.links.get(link.EndpointId) ?? {};
      return (Date.parse(concludedAt) - availableAt) / 1000;
    });
  }

  it('are each linked once, for any number of notifications and concurrent polls', async () => {
    // A poll takes longer than the interval between polls, so that several callers see the same change.
    const throttles = AWS_THROTTLES.filter(({ actions }) => actions.test('ec2:DescribeVpcEndpoints'));
    const slow = throttles.map((limit) => ({ ...limit, capacity: 1, refillPerSecond: 0.4 }));
    const world = await start({ timings: CROWD, throttles: slow });
    world.aws.topics.deliveries = 3;
    const { endpointIds } = await createAll(world);
    expect(conclusionsIn(world).map(({ outcome }) => outcome)).toEqual(endpointIds.map(() => 'available'));
    expect(registrationsIn(world)).toBe(endpointIds.length);
    expectNothingLeft(world);
  });

  it('do not wait for ever when the links that polled for all have ended', async () => {
    const world = await start({ timings: CROWD });
    Object.assign(world.aws.topics, { loses: () => true });
    const { endpointIds } = await createAll(world);
    expect(lagsOf(world)).toHaveLength(endpointIds.length);
    expect(Math.max(...lagsOf(world))).toBeLessThan(16);
    expectNothingLeft(world);
  });

  async function createAll(world: World) {
    const endpointIds = Array.from({ length: 16 }, () => world.createVpcEndpoint().endpointId);
    await world.time.run();
    return { endpointIds };
  }
});
