/** The management account, which StackSets leave out, with a member stack that was deployed by hand. */
import { describe, expect, it } from 'vitest';
import { DEFAULT_NAMESPACE, memberQueueName, membersPath } from '../../lambda/contract/members.js';
import { LINKS_RECONCILED, type LinksReconciledDetail } from '../../lambda/contract/published-event.js';
import { AtlasMembers } from '../../lib/index.js';
import { MANAGEMENT_ACCOUNT, type OrganizationWorld } from '../../local/organization-world.js';
import { hubCommandLine } from '../cli/hub-command-line.js';
import {
  AWAY,
  conclusionsAt,
  HOME,
  HUB,
  listedIds,
  ORGANIZATION,
  runFor,
  startHub,
  UNIT,
  updateHub,
} from './hub-world.js';
import { deployMember } from './member-by-hand.js';

const HOUR = 3600;
const TIMEOUT_MILLISECONDS = 120_000;
const OUTER_HUB = { account: HUB, region: HOME, organizationId: ORGANIZATION };
const OF_UNITS = AtlasMembers.organizationalUnits(ORGANIZATION, [UNIT], { regions: [HOME, AWAY] });
const OF_ORGANIZATION = AtlasMembers.organization(ORGANIZATION, { regions: [HOME, AWAY] });
const NAME = `${membersPath(DEFAULT_NAMESPACE)}/${MANAGEMENT_ACCOUNT}/${HOME}`;

interface Row {
  readonly account: string;
  readonly region: string;
  readonly silent: boolean;
  readonly reachable: boolean | null;
  readonly note: string;
}

async function rowOf(world: OrganizationWorld): Promise<Row | undefined> {
  const args = ['members', '--output', 'json', '--expect', MANAGEMENT_ACCOUNT];
  const { stdout } = await hubCommandLine(world).trusted(...args);
  const { members } = JSON.parse(stdout) as { readonly members: readonly Row[] };
  return members.find(({ account, region }) => account === MANAGEMENT_ACCOUNT && region === HOME);
}

function undelivered(world: OrganizationWorld): number {
  const { queues } = world.place(MANAGEMENT_ACCOUNT).aws;
  const arn = `arn:aws:sqs:${HOME}:${MANAGEMENT_ACCOUNT}:${memberQueueName(DEFAULT_NAMESPACE)}`;
  return queues.receive(arn, 10).length;
}

describe('the management account with a member stack by hand', { timeout: TIMEOUT_MILLISECONDS }, () => {
  it('is served by a hub of the organization', async () => {
    const world = await startHub({ members: OF_ORGANIZATION });
    const place = world.place(MANAGEMENT_ACCOUNT);
    expect(world.stackSets.instances.map(({ account }) => account)).not.toContain(MANAGEMENT_ACCOUNT);
    deployMember(place, OUTER_HUB);
    const { endpointId } = place.createVpcEndpoint();
    await runFor(world, 2 * HOUR);
    expect(listedIds(world)).toEqual([endpointId]);
    expect(conclusionsAt(place)).toHaveLength(1);
    expect(await rowOf(world)).toMatchObject({ silent: false, reachable: true, note: '' });
  });

  it('is refused by a hub of organizational units, and members says so', async () => {
    const world = await startHub({ members: OF_UNITS });
    const place = world.place(MANAGEMENT_ACCOUNT);
    deployMember(place, OUTER_HUB);
    place.createVpcEndpoint();
    await runFor(world, 2 * HOUR);
    expect(listedIds(world)).toEqual([]);
    expect(world.home.aws.parameters.get(NAME)).toBeUndefined();
    expect(undelivered(world)).toBeGreaterThan(0);
    const row = await rowOf(world);
    expect(row?.silent).toBe(true);
    expect(row?.note).toContain(
      'The hub serves the accounts of organizational units alone (o-local00001/*/ou-root-members00/*): its bus refuses events of an account outside of them, such as the management account, and its functions cannot assume the role there.',
    );
  });

  it('is not entered by the functions of a hub of units, although a person with wider permissions is', async () => {
    const world = await startHub({ members: OF_UNITS });
    const place = world.place(MANAGEMENT_ACCOUNT);
    deployMember(place, OUTER_HUB);
    place.createVpcEndpoint();
    // As if the account had been heard before it was moved out of the units.
    const heardAt = new Date(world.time.now()).toISOString();
    const value = JSON.stringify({ version: 1, memberVersion: 1, heardAt });
    world.home.aws.parameters.put({ name: NAME, value, type: 'String', overwrite: true });
    await runFor(world, 4 * HOUR);
    expect(listedIds(world)).toEqual([]);
    const drift = world.home
      .published(LINKS_RECONCILED)
      .flatMap(({ detail }) => (detail as LinksReconciledDetail).drift);
    expect(drift).toContainEqual(
      expect.objectContaining({ kind: 'member-unreachable', account: MANAGEMENT_ACCOUNT, region: HOME }),
    );
    const row = await rowOf(world);
    expect(row).toMatchObject({ silent: true, reachable: true });
    expect(row?.note).toContain('its functions cannot assume the role there');
  });

  it('is linked once the hub serves the organization', async () => {
    const world = await startHub({ members: OF_UNITS });
    const place = world.place(MANAGEMENT_ACCOUNT);
    deployMember(place, OUTER_HUB);
    const { endpointId } = place.createVpcEndpoint();
    await runFor(world, HOUR);
    await updateHub(world, { members: OF_ORGANIZATION });
    await runFor(world, 3 * HOUR);
    expect(listedIds(world)).toEqual([endpointId]);
    expect(await rowOf(world)).toMatchObject({ silent: false, reachable: true });
  });
});
