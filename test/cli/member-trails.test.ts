/** Trails are of an account and Region: `doctor` says which of a member's there are, and what works without any. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OrganizationWorld } from '../../local/organization-world.js';
import {
  AWAY,
  HOME,
  listedIds,
  MEMBER,
  recordAtHub,
  runFor,
  SECOND,
  startLastingHub,
} from '../scenarios/hub-world.js';
import { type HubCommandLine, hubCommandLine } from './hub-command-line.js';

const TIMEOUT_MILLISECONDS = 120_000;
const MINUTE = 60;

interface CheckResult {
  readonly check: string;
  readonly status: string;
  readonly message: string;
  readonly remedy: string;
}

interface Diagnosis {
  readonly verdict: string;
  readonly cause?: CheckResult;
  readonly checks: readonly CheckResult[];
}

let world: OrganizationWorld;
let cli: HubCommandLine;

/** Of a member without a trail in {@link AWAY}, and with one in {@link HOME}. */
let lost: string;
let ofStack: string;
let elsewhere: string;
/** Of a member whose trail does not log. */
let silent: string;

beforeAll(async () => {
  world = await startLastingHub();
  await runFor(world, 40 * MINUTE);
  const [away, second] = [world.place(MEMBER, AWAY), world.place(SECOND, AWAY)];
  away.trail = false;
  second.aws.trail.mode = 'stopped';
  lost = away.createVpcEndpoint().endpointId;
  ofStack = away.createVpcEndpointByCloudFormation().endpointId;
  elsewhere = world.place(MEMBER, HOME).createVpcEndpoint().endpointId;
  silent = second.createVpcEndpoint().endpointId;
  await runFor(world, 15 * MINUTE);
  cli = hubCommandLine(world);
}, TIMEOUT_MILLISECONDS);

afterAll(() => world.close());

/** With credentials of the hub, and with those of the member. */
const WAYS = [
  ['the hub', (args: string[]) => cli.trusted(...args)],
  ['the member', (args: string[], account: string, region: string) => cli.memberOf(account, region, ...args)],
] as const;

describe.each(WAYS)('doctor with credentials of %s', { timeout: TIMEOUT_MILLISECONDS }, (_, run) => {
  const trailOf = async (endpointId: string, account: string, region: string) => {
    const args = ['doctor', endpointId, '--account', account, '--region', region, '--output', 'json'];
    const { stdout } = await run(args, account, region);
    const diagnosis = JSON.parse(stdout) as Diagnosis;
    return { diagnosis, trail: diagnosis.checks.find(({ check }) => check === 'trail') };
  };

  it('names the missing trail as the cause for an endpoint that no stack has made', async () => {
    expect(listedIds(world)).not.toContain(lost);
    const { diagnosis, trail } = await trailOf(lost, MEMBER, AWAY);
    expect(trail).toMatchObject({
      status: 'wrong',
      message: expect.stringMatching(
        /^No CloudTrail trail covers eu-central-1: .* but those of CloudFormation stacks\.$/,
      ),
      remedy: expect.stringContaining('in this Region'),
    });
    expect(diagnosis).toMatchObject({ verdict: 'wrong', cause: { check: 'trail' } });
  });

  it('says that an endpoint of a stack needs no trail, and that others do', async () => {
    expect(recordAtHub(world, world.place(MEMBER, AWAY), ofStack)).toMatchObject({ state: 'available' });
    const { trail } = await trailOf(ofStack, MEMBER, AWAY);
    expect(trail).toMatchObject({
      status: 'note',
      message: expect.stringContaining(`${ofStack} needs none: CloudFormation itself reports`),
      remedy: expect.stringContaining('Endpoints that no stack makes'),
    });
  });

  it('has the trail of the same account in another Region', async () => {
    const { trail } = await trailOf(elsewhere, MEMBER, HOME);
    expect(trail).toMatchObject({ status: 'ok', message: expect.stringContaining('logs management events') });
  });

  it('says that the logging of a trail is off', async () => {
    const { diagnosis, trail } = await trailOf(silent, SECOND, AWAY);
    expect(trail).toMatchObject({
      status: 'wrong',
      message: expect.stringMatching(/^Logging of trail .* is off/),
    });
    expect(diagnosis).toMatchObject({ verdict: 'wrong', cause: { check: 'trail' } });
  });
});
