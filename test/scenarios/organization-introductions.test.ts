/** What it costs a hub that a member's event may arrive before its first heartbeat. */
import { describe, expect, it } from 'vitest';
import { DEFAULT_NAMESPACE, membersPath } from '../../lambda/contract/members.js';
import type { OrganizationWorld } from '../../local/organization-world.js';
import { AWAY, listedIds, MEMBER, OUTSIDE, runFor, SECOND, startHub, UNIT } from './hub-world.js';

const CROWD = 12;
const MINUTE = 60;

const parameterOf = (account: string, region: string) =>
  `${membersPath(DEFAULT_NAMESPACE)}/${account}/${region}`;

/** Calls of Parameter Store about when members were heard, since the previous call of it. */
function heardCalls({ cloud }: OrganizationWorld) {
  let from = cloud.server.calls.length;
  return (action: string) => {
    const calls = cloud.server.calls.slice(from).filter((call) => call.action === action);
    from = cloud.server.calls.length;
    const names = calls.map(({ input }) => String((input as { readonly Name?: unknown }).Name));
    return names.filter((name) => name.startsWith(`${membersPath(DEFAULT_NAMESPACE)}/`));
  };
}

/** In a world whose next heartbeat is some minutes away. */
async function startBetweenHeartbeats() {
  const world = await startHub();
  await runFor(world, 40 * MINUTE);
  return world;
}

describe('events of a member that has been heard', () => {
  it('write nothing about it, however many containers they start', async () => {
    const world = await startBetweenHeartbeats();
    const called = heardCalls(world);
    const places = [world.place(MEMBER, AWAY), world.place(SECOND, AWAY)];
    for (const place of places) for (let number = 0; number < CROWD; number += 1) place.createVpcEndpoint();
    await runFor(world, 10 * MINUTE);
    expect(listedIds(world)).toHaveLength(2 * CROWD);
    expect(called('ssm:PutParameter')).toEqual([]);
  });

  it('ask once for each container', async () => {
    const world = await startBetweenHeartbeats();
    const place = world.place(MEMBER, AWAY);
    const called = heardCalls(world);
    for (let number = 0; number < CROWD; number += 1) {
      place.createVpcEndpoint();
      await runFor(world, 30);
    }
    expect(listedIds(world)).toHaveLength(CROWD);
    expect(called('ssm:GetParameter')).toEqual([parameterOf(MEMBER, AWAY)]);
  });
});

describe('the first event of a member', () => {
  it('is written once, and its heartbeat then replaces it', async () => {
    const world = await startBetweenHeartbeats();
    world.join(OUTSIDE, UNIT);
    const place = world.place(OUTSIDE, AWAY);
    const name = parameterOf(OUTSIDE, AWAY);
    const called = heardCalls(world);
    await runFor(world, 5 * MINUTE);
    place.createVpcEndpoint();
    await runFor(world, MINUTE);
    place.createVpcEndpoint();
    await runFor(world, MINUTE);
    expect(listedIds(world)).toHaveLength(2);
    expect(called('ssm:PutParameter')).toEqual([name]);
    const { parameters } = world.home.aws;
    expect(JSON.parse(parameters.get(name)?.value ?? '')).not.toHaveProperty('memberVersion');
    await runFor(world, 60 * MINUTE);
    expect(JSON.parse(parameters.get(name)?.value ?? '')).toHaveProperty('memberVersion');
  });
});
