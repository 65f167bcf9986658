/** Copies of records in members: what could not be written is written once the member can be entered again. */
import { describe, expect, it } from 'vitest';
import { awsRegion } from '../../lambda/contract/regions.js';
import { linkParameterName, memberLinksPath } from '../../lambda/contract/registry.js';
import type { AwsFault } from '../../local/aws/aws-server.js';
import type { OrganizationWorld } from '../../local/organization-world.js';
import type { WorldPlace } from '../../local/world-place.js';
import {
  copyAtHome,
  HOME,
  listedIds,
  MEMBER,
  MEMBER_ROLE,
  recordAtHub,
  runFor,
  SECOND,
  startHub,
} from './hub-world.js';

const HALF_HOUR = 1800;
const HOUR = 3600;

/** As a service control policy does. */
function denyWrites(world: OrganizationWorld): () => void {
  const roleArn = `arn:aws:iam::${MEMBER}:role/${MEMBER_ROLE}`;
  const Action = ['ssm:PutParameter', 'ssm:DeleteParameter', 'ssm:DeleteParameters'];
  return world.cloud
    .account(MEMBER)
    .permissions.attach(roleArn, [{ Effect: 'Deny', Action, Resource: '*' } as const]);
}

/** Name of the hub's record. */
function recordName({ aws: { account, region } }: WorldPlace, endpointId: string): string {
  return linkParameterName(endpointId, memberLinksPath({ account, region: awsRegion(region) }));
}

/**
 * The function that writes this parameter of the hub next dies at a later write of a parameter.
 *
 * @param after number of writes in between
 */
function dieAfterWrite(world: OrganizationWorld, name: string, after: number): AwsFault {
  const { parameters } = world.home.aws;
  const put = parameters.put.bind(parameters);
  const fault: AwsFault = { action: 'ssm:PutParameter', times: 1, after, effect: 'kill' };
  parameters.put = (parameter) => {
    if (parameter.name === name) {
      parameters.put = put;
      world.cloud.server.faults.push(fault);
    }
    return put(parameter);
  };
  return fault;
}

describe('the copy of a record in a member', () => {
  it('that could not be written is written by a reconciliation, and no execution is started for it', async () => {
    const world = await startHub();
    const place = world.place(MEMBER);
    const allow = denyWrites(world);
    const { endpointId } = place.createVpcEndpoint();
    await runFor(world, HALF_HOUR);
    expect(recordAtHub(world, place, endpointId)).toMatchObject({ state: 'available', copyMissed: true });
    expect(copyAtHome(place, endpointId)).toBeUndefined();
    const { execution } = recordAtHub(world, place, endpointId) ?? {};
    allow();
    await runFor(world, 2 * HOUR);
    expect(copyAtHome(place, endpointId)).toMatchObject({ state: 'available', execution });
    expect(recordAtHub(world, place, endpointId)).toMatchObject({ state: 'available', execution });
    expect(recordAtHub(world, place, endpointId)).not.toHaveProperty('copyMissed');
  });

  it.each([
    ['its copy', 0],
    ['that it is there', 1],
  ])('that was missed is written although the function dies while it writes %s', async (_, after) => {
    const world = await startHub();
    const place = world.place(MEMBER);
    const allow = denyWrites(world);
    const { endpointId } = place.createVpcEndpoint();
    await runFor(world, HALF_HOUR);
    expect(recordAtHub(world, place, endpointId)).toMatchObject({ copyMissed: true });
    allow();
    const fault = dieAfterWrite(world, recordName(place, endpointId), after);
    await runFor(world, 3 * HOUR);
    expect(fault.times).toBe(0);
    expect(copyAtHome(place, endpointId)).toMatchObject({ state: 'available' });
    expect(recordAtHub(world, place, endpointId)).not.toHaveProperty('copyMissed');
  });

  it('that could not be deleted is deleted by a reconciliation, and the hub has its record until then', async () => {
    const world = await startHub();
    const place = world.place(MEMBER);
    const { endpointId } = place.createVpcEndpoint();
    const sibling = world.place(SECOND, HOME).createVpcEndpoint();
    await runFor(world, HALF_HOUR);
    const allow = denyWrites(world);
    place.deleteVpcEndpoints([endpointId]);
    await runFor(world, 2 * HOUR);
    expect(listedIds(world)).toEqual([sibling.endpointId]);
    expect(copyAtHome(place, endpointId)).toMatchObject({ state: 'available' });
    expect(recordAtHub(world, place, endpointId)).toMatchObject({ state: 'unlinking' });
    allow();
    await runFor(world, 2 * HOUR);
    expect(copyAtHome(place, endpointId)).toBeUndefined();
    expect(recordAtHub(world, place, endpointId)).toBeUndefined();
  });
});
