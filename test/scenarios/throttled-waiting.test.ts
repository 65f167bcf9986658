/** More links wait for their acceptance than the calls that EC2 takes at a time can read. */
import { describe, expect, it } from 'vitest';
import { WAITING_LINKS_EXPIRY, WAITING_LINKS_KEY } from '../../lambda/contract/waiting-links.js';
import { AWS_THROTTLES } from '../../local/aws/throttles.js';
import { STACK, type World } from '../../local/world.js';
import { conclusionsIn, startScenario } from './scenario-world.js';

const WAITING = 1_000;
const LINK_SECONDS = 95;
const SECONDS = 25;

/** EC2 takes one poll of endpoints a second, so that the second call of each poll is refused. */
const ONE_CALL_A_SECOND = AWS_THROTTLES.filter(({ actions }) => actions.test('ec2:DescribeVpcEndpoints')).map(
  (limit) => ({ ...limit, actions: /^ec2:DescribeVpcEndpoints$/, capacity: 1, refillPerSecond: 1 }),
);

/** The crowd waits in the table and in EC2; executions of its own would take minutes of this test. */
async function startWithCrowd(): Promise<{ readonly world: World; readonly crowd: readonly string[] }> {
  const world = await startScenario({
    timings: { linkSeconds: LINK_SECONDS, ec2PendingSeconds: 0 },
    throttles: ONE_CALL_A_SECOND,
    app: { push: '' },
  });
  const { serviceName } = world.service;
  const crowd = Array.from({ length: WAITING }, () => world.aws.endpoints.create({ serviceName }).endpointId);
  world.createVpcEndpoint();
  await world.time.run(20);
  for (const id of crowd) putWaiting(world, id);
  return { world, crowd };
}

function putWaiting(world: World, endpointId: string): void {
  const expiresAt = String(Math.ceil(world.time.now() / 1000) + 3_600);
  world.aws.tables.put(tableArnOf(world), {
    [WAITING_LINKS_KEY]: { S: endpointId },
    token: { S: `token of ${endpointId}` },
    observation: { S: '{}' },
    endpointState: { S: '' },
    [WAITING_LINKS_EXPIRY]: { N: expiresAt },
  });
}

function tableArnOf(world: World): string {
  const call = world.aws.server.calls.find(({ action }) => action === 'dynamodb:UpdateItem');
  return `arn:aws:dynamodb:${STACK.region}:${STACK.account}:table/${Object(call?.input).TableName}`;
}

function unreadIn(world: World): string[] {
  return world.aws.tables
    .itemsOf('WaitingLinks')
    .filter(({ endpointState }) => endpointState?.S === '')
    .map(({ [WAITING_LINKS_KEY]: id }) => String(id?.S));
}

/** Publishes a notification each second. */
async function flood(world: World, message: string): Promise<void> {
  const topicArn = world.aws.notifications.all[0]?.topicArn ?? '';
  for (let second = 0; second < SECONDS; second += 1) {
    world.aws.topics.publish(topicArn, message);
    await world.time.run(1);
  }
}

describe('a thousand links that wait for their acceptance, while EC2 takes one call a second', () => {
  it('are all read by polls for notifications that name the same endpoint each time', async () => {
    const { world, crowd } = await startWithCrowd();
    await flood(world, `{"endpointId":"${crowd[0]}"}`);
    expect(world.aws.throttles.refused.get('ec2:DescribeVpcEndpoints')).toBeGreaterThan(0);
    expect(unreadIn(world)).toHaveLength(0);
  });

  it('are resumed by their own notifications, which have their endpoints read first', async () => {
    const { world } = await startWithCrowd();
    await flood(world, 'no JSON');
    await world.time.run(LINK_SECONDS - SECONDS);
    const [conclusion] = conclusionsIn(world);
    const [link] = world.service.links.values();
    const noticedAfter =
      (Date.parse(conclusion?.acceptance?.availableInEc2At ?? '') - (link?.availableAt ?? 0)) / 1000;
    expect(conclusion?.acceptance?.noticedBy).toBe('push');
    expect(noticedAfter).toBeLessThan(2.5);
  });
});
