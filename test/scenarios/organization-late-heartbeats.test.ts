/** Heartbeats that EventBridge delivers late, or again: what the hub has of a member is the newest. */
import { expect, it } from 'vitest';
import { DEFAULT_NAMESPACE, heartbeatRuleName, membersPath } from '../../lambda/contract/members.js';
import type { BusEvent } from '../../local/aws/event-bridge/event-bus.js';
import type { OrganizationWorld } from '../../local/organization-world.js';
import { HUB_BUS } from '../../torture/worlds/forged-events.js';
import { AWAY, MEMBER, runFor, startHub } from './hub-world.js';

const HOUR = 3600;
const NAME = `${membersPath(DEFAULT_NAMESPACE)}/${MEMBER}/${AWAY}`;

function heartbeat(world: OrganizationWorld, version: number, secondsAgo: number): BusEvent {
  const rule = heartbeatRuleName(DEFAULT_NAMESPACE, version);
  const time = new Date(world.time.now() - secondsAgo * 1000).toISOString();
  const [account, region] = [MEMBER, AWAY];
  const resources = [`arn:aws:events:${region}:${account}:rule/${rule}`];
  const envelope = {
    version: '0' as const,
    id: `beat-${version}-${secondsAgo}`,
    account,
    region,
    time,
    resources,
  };
  return { ...envelope, source: 'aws.events', 'detail-type': 'Scheduled Event', detail: {} };
}

async function deliver(world: OrganizationWorld, event: BusEvent): Promise<void> {
  world.home.aws.buses.get(HUB_BUS).receive(event);
  await runFor(world, 60);
}

function recorded(world: OrganizationWorld): object {
  return JSON.parse(world.home.aws.parameters.get(NAME)?.value ?? '{}') as object;
}

it('a late heartbeat of an earlier template does not take the place of a newer one', async () => {
  const world = await startHub();
  await runFor(world, HOUR);
  const newest = heartbeat(world, 3, 0);
  await deliver(world, newest);
  expect(recorded(world)).toEqual({ version: 1, memberVersion: 3, heardAt: newest.time });
  await deliver(world, heartbeat(world, 2, 2 * HOUR));
  expect(recorded(world)).toEqual({ version: 1, memberVersion: 3, heardAt: newest.time });
});

it('a late heartbeat tells the version of a member that an event has introduced, and not an earlier time', async () => {
  const world = await startHub();
  const heardAt = new Date(world.time.now()).toISOString();
  world.home.aws.parameters.put({
    name: NAME,
    value: JSON.stringify({ version: 1, heardAt }),
    type: 'String',
    overwrite: true,
  });
  await deliver(world, heartbeat(world, 2, HOUR));
  expect(recorded(world)).toEqual({ version: 1, memberVersion: 2, heardAt });
});

it('a heartbeat takes the place of a record that cannot be read, or is of the future', async () => {
  const world = await startHub();
  const future = JSON.stringify({ version: 1, memberVersion: 9, heardAt: '2999-01-01T00:00:00.000Z' });
  for (const value of ['nonsense', future]) {
    world.home.aws.parameters.put({ name: NAME, value, type: 'String', overwrite: true });
    const beat = heartbeat(world, 2, 0);
    await deliver(world, beat);
    expect(recorded(world)).toEqual({ version: 1, memberVersion: 2, heardAt: beat.time });
  }
});

it('a heartbeat of the future is recorded with the present time', async () => {
  const world = await startHub();
  await deliver(world, heartbeat(world, 2, -24 * HOUR));
  const { heardAt } = recorded(world) as { heardAt: string };
  expect(Date.parse(heardAt)).toBeLessThanOrEqual(world.time.now());
});
