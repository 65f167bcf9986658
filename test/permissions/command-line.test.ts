/**
 * Compares the permissions in docs/command-line.md with the calls of each command, and runs the commands with a role
 * that has exactly these permissions.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Diagnosis } from '../../cli/doctor/diagnose.js';
import { startDemoWorld } from '../../demo/local/demo-world.js';
import { linkParameterName } from '../../lambda/contract/registry.js';
import type { Statement } from '../../local/aws/iam/permissions.js';
import { STACK } from '../../local/world.js';
import { type CommandLineWorld, openToCommandLine } from '../cli/command-line.js';
import { Sources } from './call-graph.js';
import { calledActions, sorted } from './called-actions.js';
import {
  COMMANDS,
  type CommandName,
  documentedFor,
  documentedPermissions,
} from './documented-permissions.js';

/** Commands that do not call Atlas. The secret is read only before the first request to Atlas. */
const WITHOUT_ATLAS: readonly CommandName[] = ['reconcile', 'redrive'];

describe('the page of the command line names', () => {
  const sources = new Sources(['bin/atlas-privatelink.ts']);

  it.each(COMMANDS)('the permissions that %s needs, and no others', (command) => {
    const name = `add${command[0]?.toUpperCase()}${command.slice(1)}Command`;
    const entries = [
      sources.functionIn(`cli/commands/${command}.ts`, name),
      sources.functionIn('cli/session/access.ts', 'openAccess'),
    ];
    const unused = WITHOUT_ATLAS.includes(command) ? ['createSecretReader'] : [];
    expect(sorted(documentedFor(command))).toEqual(calledActions(sources, entries, unused));
  });

  it('no other command', () => {
    const named = documentedPermissions().flatMap(({ commands }) => commands);
    expect(sorted(named)).toEqual(sorted(COMMANDS));
  });
});

/** A role with the permissions of each row of the page, without the rows for which `isWithout` is true. */
function roleFor(command: CommandName, isWithout: (index: number) => boolean = () => false): Statement[] {
  return permissionsUsedHere(command)
    .filter((_, index) => !isWithout(index))
    .map(({ action, path }) => ({ Effect: 'Allow', Action: action, Resource: resourcesOf(path) }));
}

const permissionsOf = (command: CommandName) =>
  documentedPermissions().filter(({ commands }) => commands.includes(command));

/**
 * The list of projects is read from parameters only if it is too long for the environment, which it is not in this
 * world, and trails of other Regions are listed only if none covers this one; and there is no hub.
 */
const permissionsUsedHere = (command: CommandName) =>
  permissionsOf(command).filter(({ action, isOfMembers }) => !NOT_USED_HERE.includes(action) && !isOfMembers);
const NOT_USED_HERE = ['ssm:GetParameters', 'cloudtrail:ListTrails'];

function resourcesOf(path: string | undefined): string[] {
  if (path === undefined) return ['*'];
  const arn = `arn:aws:ssm:${STACK.region}:${STACK.account}:parameter${path}`;
  return [arn, `${arn}/*`];
}

describe('with the documented permissions', () => {
  let cli: CommandLineWorld;
  let endpointId: string;
  /** The CloudTrail history is read only for an endpoint that EC2 does not know. */
  let deletedEndpointId: string;
  let people = 0;

  beforeAll(async () => {
    const demo = await startDemoWorld();
    cli = openToCommandLine(demo.world);
    const idOf = (wanted: string) => demo.endpoints.find(({ name }) => name === wanted)?.endpointId ?? '';
    endpointId = idOf('orders');
    deletedEndpointId = idOf('legacy');
    // The execution is described only if the record names one.
    const { parameters } = demo.world.aws;
    const name = linkParameterName(endpointId);
    const record = JSON.parse(parameters.get(name)?.value ?? '{}');
    parameters.put({ name, value: JSON.stringify({ ...record, state: 'linking' }), overwrite: true });
  });

  afterAll(async () => {
    await cli.stop();
  });

  const runWith = (statements: Statement[], ...args: string[]) => {
    people += 1;
    const accessKeyId = `PERSON${people}`;
    cli.world.aws.addPerson(accessKeyId, statements);
    return cli.runAs(accessKeyId, ...args);
  };

  it('doctor finds what it finds as an administrator', async () => {
    const everybody = await cli.run('doctor', endpointId, '--output', 'json');
    const calledBefore = cli.world.aws.server.calls.length;
    const limited = await runWith(roleFor('doctor'), 'doctor', endpointId, '--output', 'json');
    expect(limited).toEqual(everybody);
    const called = cli.world.aws.server.calls.slice(calledBefore).map(({ action }) => action);
    // Messages are returned to the queue only if there are any.
    expect(sorted(called)).toEqual(sorted(permissionsUsedHere('doctor').map(({ action }) => action)));
  });

  it.each(
    permissionsUsedHere('doctor').map(({ action, path = '' }, index) => [action, path, index] as const),
  )('doctor reports that %s %s is missing if it is', async (action, _, missing) => {
    const role = roleFor('doctor', (index) => index === missing);
    const subject = action === 'cloudtrail:LookupEvents' ? deletedEndpointId : endpointId;
    const { exitCode, stdout, stderr } = await runWith(role, 'doctor', subject, '--output', 'json');
    expect(stdout + stderr).toContain(action);
    expect(stdout + stderr).not.toMatch(/Unexpected|\n {4}at /);
    if ('error' in JSON.parse(stdout))
      expect([exitCode, stderr]).toEqual([3, expect.stringMatching(/^error: AWS does not allow it/)]);
    else expect((JSON.parse(stdout) as Diagnosis).checks.length).toBeGreaterThan(10);
  });

  it.each([
    ['list', []],
    ['describe', ['orders']],
    ['redrive', ['--dry-run']],
    ['redrive', []],
    ['reconcile', ['--dry-run']],
  ] as const)('%s %j may make all its calls', async (command, args) => {
    const given = args.map((arg) => (arg === 'orders' ? endpointId : arg));
    const { exitCode, stdout, stderr } = await runWith(roleFor(command), command, ...given);
    expect(stdout + stderr).not.toMatch(/not authorized|not allow/);
    expect(exitCode).toBeLessThan(2);
  });
});
