/** A hub, and members whose template is of another version: docs/organization.md, Versions. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_NAMESPACE, MEMBER_VERSION, memberQueueName } from '../../lambda/contract/members.js';
import type { OrganizationWorld } from '../../local/organization-world.js';
import {
  AWAY,
  copyAtHome,
  listedIds,
  MEMBER,
  recordAtHub,
  runFor,
  SECOND,
  startLastingHub,
  updateHub,
} from '../scenarios/hub-world.js';
import {
  type AmendedTemplate,
  LATER_EVENT,
  LATER_TAG,
  newerTemplate,
  olderTemplate,
} from '../scenarios/neighbouring-members.js';
import { bundleOfVersion } from './command-line-of-version.js';
import { type HubCommandLine, hubCommandLine } from './hub-command-line.js';

const TIMEOUT_MILLISECONDS = 120_000;
const HALF_HOUR = 1800;
const JSON_OUTPUT = ['--output', 'json'];
const AT_MEMBER = ['--account', MEMBER, '--region', AWAY];

interface MemberRow {
  readonly account: string;
  readonly region: string;
  readonly note: string;
}

function rowIn(stdout: string): MemberRow | undefined {
  const { members } = JSON.parse(stdout) as { readonly members: readonly MemberRow[] };
  return members.find(({ account, region }) => account === MEMBER && region === AWAY);
}

function checkIn(stdout: string, name: string) {
  const { checks } = JSON.parse(stdout) as {
    readonly checks: readonly { readonly check: string; readonly status: string; readonly message: string }[];
  };
  return checks.find(({ check }) => check === name);
}

let folder: string;
const worlds: OrganizationWorld[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'atlas-privatelink-versions-'));
});

afterAll(async () => {
  for (const world of worlds) await world.close();
  rmSync(folder, { recursive: true, force: true });
});

/** @param commandVersion version of the member template in the release of the command line */
async function start(amend: AmendedTemplate, commandVersion: number) {
  const world = await startLastingHub({ amend });
  worlds.push(world);
  const program = await bundleOfVersion(commandVersion, folder);
  await runFor(world, 2 * HALF_HOUR);
  return { world, cli: hubCommandLine(world, program) };
}

/** Links and removes an endpoint by its events, by the command line and by the reconciliation. */
async function expectWholeLife(world: OrganizationWorld, cli: HubCommandLine): Promise<void> {
  const place = world.place(MEMBER, AWAY);
  const kept = world.place(SECOND, AWAY).createVpcEndpoint();
  const { endpointId } = place.createVpcEndpoint({ tags: { [LATER_TAG]: 'a', Name: 'orders' } });
  await runFor(world, HALF_HOUR);
  expect(recordAtHub(world, place, endpointId)).toMatchObject({ state: 'available' });
  expect(copyAtHome(place, endpointId)).toMatchObject({ state: 'available' });
  expect(Object.fromEntries(place.aws.endpoints.describe(endpointId)?.tags ?? [])).toMatchObject({
    [LATER_TAG]: 'a',
    'atlas-privatelink:status': 'available',
  });

  place.aws.bus.loses = () => true;
  const missed = place.createVpcEndpoint();
  const byHand = place.createVpcEndpoint();
  await runFor(world, 60);
  const linked = await cli.trusted('link', byHand.endpointId, ...AT_MEMBER, '--no-wait', ...JSON_OUTPUT);
  expect(JSON.parse(linked.stdout)).toMatchObject({ type: 'started', registration: 'created' });
  world.home.aws.schedules.fireAll();
  await runFor(world, HALF_HOUR);
  place.aws.bus.loses = () => false;
  const all = [kept, missed, byHand].map((one) => one.endpointId);
  expect(listedIds(world).sort()).toEqual([endpointId, ...all].sort());

  place.deleteVpcEndpoints([endpointId]);
  await cli.trusted('unlink', byHand.endpointId, ...AT_MEMBER, '--yes', '--no-wait');
  await runFor(world, HALF_HOUR);
  expect(listedIds(world).sort()).toEqual([kept.endpointId, missed.endpointId].sort());
  expect(copyAtHome(place, endpointId)).toBeUndefined();
  expect(world.home.aws.metrics.values('MemberUnreachable').at(-1)).toBe(0);
  place.deleteVpcEndpoints([byHand.endpointId]);
  await expectDoctorSays(world, cli, missed.endpointId, 'both work together');
}

async function expectDoctorSays(
  world: OrganizationWorld,
  cli: HubCommandLine,
  endpointId: string,
  text: string,
) {
  const args = ['doctor', endpointId, ...AT_MEMBER, '--dns-server', world.home.dnsServer, ...JSON_OUTPUT];
  const { stdout } = await cli.trusted(...args);
  expect(checkIn(stdout, 'member-stack')).toMatchObject({
    status: 'note',
    message: expect.stringContaining(text),
  });
  const atHome = await cli.memberOf(MEMBER, AWAY, 'doctor', endpointId, '--account', MEMBER, ...JSON_OUTPUT);
  expect(checkIn(atHome.stdout, 'member-stack')).toMatchObject({
    status: 'note',
    message: expect.stringContaining(text),
  });
}

describe('members of the version before the hub', { timeout: TIMEOUT_MILLISECONDS }, () => {
  it('are linked, unlinked and compared; members and doctor say what to deploy; then a deployment makes them current', async () => {
    const { world, cli } = await start(olderTemplate, MEMBER_VERSION + 1);
    await expectWholeLife(world, cli);
    const { exitCode, stdout } = await cli.trusted('members', ...JSON_OUTPUT);
    expect(exitCode).toBe(0);
    expect(rowIn(stdout)).toMatchObject({
      version: MEMBER_VERSION,
      versionStatus: 'older',
      reachable: true,
      deadLetters: null,
      note: expect.stringMatching(/both work together; deploy the member stack again/),
    });

    await updateHub(world, {}, newerTemplate(MEMBER_VERSION + 1));
    await runFor(world, 3 * HALF_HOUR);
    const after = await cli.trusted('members', ...JSON_OUTPUT);
    expect(after.exitCode).toBe(0);
    expect(rowIn(after.stdout)).toMatchObject({ versionStatus: 'current', deadLetters: 0, note: '' });
  });
});

describe('members of the version after the hub', { timeout: TIMEOUT_MILLISECONDS }, () => {
  it('are linked, unlinked and compared; an event that only they know does no harm, and is counted where the bus refuses it', async () => {
    const { world, cli } = await start(newerTemplate(MEMBER_VERSION + 1), MEMBER_VERSION);
    await expectWholeLife(world, cli);
    const { stdout } = await cli.trusted('members', ...JSON_OUTPUT);
    expect(rowIn(stdout)).toMatchObject({
      version: MEMBER_VERSION + 1,
      versionStatus: 'newer',
      silent: false,
      reachable: true,
      deadLetters: 0,
      note: expect.stringMatching(/both work together; deploy the hub again/),
    });

    const place = world.place(MEMBER, AWAY);
    // Where EventBridge shows the policy of a bus what an event is, the hub's bus refuses it; otherwise no rule matches it.
    place.aws.bus.put(LATER_EVENT.source, LATER_EVENT['detail-type'], {});
    await runFor(world, HALF_HOUR);
    world.busSettings.sourceKeysWhenForwarded = true;
    place.aws.bus.put(LATER_EVENT.source, LATER_EVENT['detail-type'], {});
    await runFor(world, HALF_HOUR);
    const queue = `arn:aws:sqs:${AWAY}:${MEMBER}:${memberQueueName(DEFAULT_NAMESPACE)}`;
    expect(place.aws.queues.messages(queue)).toHaveLength(1);
    const after = await cli.trusted('members', ...JSON_OUTPUT);
    expect(after.exitCode).toBe(1);
    expect(rowIn(after.stdout)).toMatchObject({ deadLetters: 1 });
  });
});

describe('members two versions apart', { timeout: TIMEOUT_MILLISECONDS }, () => {
  it.each([
    ['before', olderTemplate, MEMBER_VERSION + 2, 'older', /deploy the member stack again/],
    ['after', newerTemplate(MEMBER_VERSION + 2), MEMBER_VERSION, 'newer', /deploy the hub again/],
  ] as const)(
    '%s the hub are named by members and doctor',
    async (_, amend, commandVersion, versionStatus, advice) => {
      const { world, cli } = await start(amend, commandVersion);
      const { exitCode, stdout } = await cli.trusted('members', ...JSON_OUTPUT);
      expect(exitCode).toBe(1);
      const row = rowIn(stdout);
      expect(row).toMatchObject({ versionStatus, silent: false, reachable: true });
      expect(row?.note).toMatch(/only neighbouring versions work together/);
      expect(row?.note).toMatch(advice);

      const place = world.place(MEMBER, AWAY);
      place.aws.bus.loses = () => true;
      const { endpointId } = place.createVpcEndpoint();
      await runFor(world, 60);
      const doctor = await cli.trusted('doctor', endpointId, ...AT_MEMBER, ...JSON_OUTPUT);
      expect(checkIn(doctor.stdout, 'member-stack')).toMatchObject({
        status: 'wrong',
        message: expect.stringMatching(/only neighbouring versions work together/),
      });
    },
  );
});
