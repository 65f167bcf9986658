/** Commands about an endpoint of another account or Region than the one they ask: `--account` is missing, or wrong. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linkParameterName, memberLinksPath, RegistryPath } from '../../lambda/contract/registry.js';
import type { LocalVpcEndpoint } from '../../local/aws/ec2/vpc-endpoints.js';
import type { OrganizationWorld } from '../../local/organization-world.js';
import { linkExecutionsIn } from '../../torture/worlds/published.js';
import {
  AWAY,
  HOME,
  HUB,
  listedIds,
  MEMBER,
  MEMBER_ROLE,
  recordAtHub,
  runFor,
  SECOND,
  startLastingHub,
} from '../scenarios/hub-world.js';
import { type HubCommandLine, hubCommandLine } from './hub-command-line.js';

const TIMEOUT_MILLISECONDS = 120_000;
const JSON_OUTPUT = ['--output', 'json'];
const USAGE = 2;

let world: OrganizationWorld;
let cli: HubCommandLine;
/** Of the hub's own account and Region. */
let own: LocalVpcEndpoint;
/** Of a member in another Region than the hub's. */
let away: LocalVpcEndpoint;

beforeAll(async () => {
  world = await startLastingHub();
  own = world.home.createVpcEndpoint();
  world.home.createVpcEndpoint();
  away = world.place(MEMBER, AWAY).createVpcEndpoint();
  // The last link of a service would be retained.
  world.place(SECOND, AWAY).createVpcEndpoint();
  await runFor(world, 3600);
  cli = hubCommandLine(world);
}, TIMEOUT_MILLISECONDS);

afterAll(() => world.close());

const COMMANDS = [
  ['describe', []],
  ['watch', ['--timeout', '2']],
  ['link', ['--no-wait']],
  ['unlink', ['--yes', '--no-wait']],
  ['doctor', []],
] as const;

/** What a command could change. */
function changeable() {
  const { parameters } = world.home.aws;
  return {
    listed: listedIds(world).sort(),
    executions: linkExecutionsIn(world.home).map(({ name }) => name),
    records: parameters.below(RegistryPath.LINKS, true).map(({ name, value }) => [name, stateIn(value)]),
    changes: world.atlas.journal.count({ method: 'DELETE' }) + world.atlas.journal.count({ method: 'POST' }),
  };
}

function stateIn(record: string): unknown {
  return (JSON.parse(record) as { readonly state?: string }).state;
}

async function expectRefusal(args: readonly string[], where: { account: string; region: string }) {
  const before = changeable();
  const { exitCode, stderr, stdout } = await cli.trusted(...args);
  expect([args[0], exitCode, stdout]).toEqual([args[0], USAGE, '']);
  expect(stderr).toContain(`the registry has it in ${where.account} ${where.region}.`);
  expect(stderr).toContain(`--account ${where.account} --region ${where.region}`);
  await runFor(world, 600);
  expect(changeable()).toEqual(before);
}

const AT_MEMBER = { account: MEMBER, region: AWAY };

describe.each(COMMANDS)('%s', { timeout: TIMEOUT_MILLISECONDS }, (command, options) => {
  it('of a member, without --account, is refused with the place of the endpoint', async () => {
    await expectRefusal([command, away.endpointId, ...options], AT_MEMBER);
  });

  it('of a member, in another Region of its account, is refused with the Region', async () => {
    const args = [command, away.endpointId, '--account', MEMBER, ...options];
    await expectRefusal(args, AT_MEMBER);
  });

  it('of a member, in another account, is refused with the account', async () => {
    const args = [command, away.endpointId, '--account', SECOND, '--region', AWAY, ...options];
    await expectRefusal(args, AT_MEMBER);
  });

  it('of the own account, in a member, is refused with the own account', async () => {
    const args = [command, own.endpointId, '--account', MEMBER, '--region', AWAY, ...options];
    await expectRefusal(args, { account: HUB, region: HOME });
  });

  it('in an account whose role cannot be assumed, is refused with the place of the endpoint', async () => {
    world.takeRoleAway(SECOND, MEMBER_ROLE);
    try {
      const args = [command, away.endpointId, '--account', SECOND, '--region', AWAY, ...options];
      await expectRefusal(args, AT_MEMBER);
    } finally {
      world.giveRoleBack(SECOND, MEMBER_ROLE);
    }
  });
});

describe('an endpoint', { timeout: TIMEOUT_MILLISECONDS }, () => {
  it('of the right place is found, although its record cannot be read, and the other place is refused', async () => {
    const name = linkParameterName(away.endpointId, memberLinksPath({ account: MEMBER, region: AWAY }));
    const { parameters } = world.home.aws;
    const parameter = parameters.get(name);
    if (parameter === undefined) throw new Error('There is no record.');
    const { value } = parameter;
    Object.assign(parameter, { value: '{"version":99}' });
    try {
      const { stdout } = await cli.trusted(
        'describe',
        away.endpointId,
        '--account',
        MEMBER,
        '--region',
        AWAY,
        ...JSON_OUTPUT,
      );
      expect(JSON.parse(stdout)).toMatchObject({ linked: true, registry: null });
      await expectRefusal(['unlink', away.endpointId, '--yes', '--no-wait'], AT_MEMBER);
    } finally {
      Object.assign(parameter, { value });
    }
  });

  it('that the registry has nowhere is reported as ever', async () => {
    const { exitCode, stdout } = await cli.trusted('describe', 'vpce-0123456789abcdef0', ...JSON_OUTPUT);
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ linked: false, vpcEndpoint: null, registry: null });
  });

  it('of an account that is no member any more is left, with what to do', async () => {
    const { parameters } = world.home.aws;
    const record = recordAtHub(world, world.place(MEMBER, AWAY), away.endpointId);
    const gone = { account: '555566667777', region: AWAY } as const;
    const name = linkParameterName('vpce-0123456789abcdef1', memberLinksPath(gone));
    parameters.put({ name, value: JSON.stringify({ ...record, ...gone }), type: 'String' } as never);
    const { exitCode, stderr } = await cli.trusted('unlink', 'vpce-0123456789abcdef1', '--yes');
    expect(exitCode).toBe(USAGE);
    expect(stderr).toContain(`${gone.account} ${gone.region} is no member of this hub`);
    expect(stderr).toContain(name);
  });
});
