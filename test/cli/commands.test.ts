/** Runs each command as a process in a local world. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LinksReconciledDetail } from '../../lambda/contract/published-event.js';
import type { LocalVpcEndpoint } from '../../local/aws/ec2/vpc-endpoints.js';
import type { World } from '../../local/world.js';
import { startLastingScenario } from '../scenarios/scenario-world.js';
import { type CommandLineWorld, openToCommandLine, runCommand } from './command-line.js';

const TIMEOUT_MILLISECONDS = 120_000;
const TAG = 'link';
const UNKNOWN_ID = 'vpce-00000000000000000';

let world: World;
let cli: CommandLineWorld;
/** Linked by its event. */
let linked: LocalVpcEndpoint;
/** A selected endpoint whose events were lost. */
let missed: LocalVpcEndpoint;
let unselected: LocalVpcEndpoint;

beforeAll(async () => {
  world = await startLastingScenario({ app: { selectTag: TAG } });
  const [project] = world.projects;
  if (project !== undefined)
    world.atlas.world.createCluster(project, { name: 'Main', regionNames: ['EU_WEST_1'] });
  linked = world.createVpcEndpoint({ tags: { [TAG]: '' } });
  unselected = world.createVpcEndpoint();
  missed = missEvents();
  await world.time.run();
  cli = openToCommandLine(world);
}, TIMEOUT_MILLISECONDS);

afterAll(() => cli.stop());

function missEvents(): LocalVpcEndpoint {
  world.loseEvents(1);
  const endpoint = world.createVpcEndpoint();
  endpoint.tags.set(TAG, '');
  return endpoint;
}

function deadLetterQueue(): string {
  const [stored] = world.aws.parameters.below('/atlas-privatelink/automations', true);
  const { deadLetterQueueUrl } = parse<{ deadLetterQueueUrl: string }>(stored?.value ?? '');
  const [account, name] = deadLetterQueueUrl.split('/').slice(-2);
  return `arn:aws:sqs:eu-west-1:${account}:${name}`;
}

function parse<T>(stdout: string): T {
  return JSON.parse(stdout) as T;
}

function lines(stdout: string): Record<string, unknown>[] {
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** The order matters, because later tests change the world. */
describe('the command line', { timeout: TIMEOUT_MILLISECONDS }, () => {
  it('lists links, endpoints without a link, and unmanaged links', async () => {
    world.atlas.world.createLink(world.service, 'vpce-0eeeeeeeeeeeeeeee', {});
    const { exitCode, stdout } = await cli.run('list');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(new RegExp(`${linked.endpointId} .* AVAILABLE +available +available`));
    expect(stdout).toMatch(
      new RegExp(`${unselected.endpointId} .* Not selected: only endpoints tagged link`),
    );
    expect(stdout).toMatch(new RegExp(`${missed.endpointId} .* It is selected, and Atlas does not list it`));
    expect(stdout).toMatch(/vpce-0eeeeeeeeeeeeeeee .* not seen .*another account or Region/);
  });

  it('lists endpoints by name and Region, selected ones of other services, and links of all cloud providers', async () => {
    const [project] = world.projects;
    if (project === undefined) throw new Error('The world has no project');
    const azure = world.atlas.world.createService(project, 'AZURE', 'EUROPE_WEST', true);
    world.atlas.world.createLink(azure, '/subscriptions/1/privateEndpoints/orders-in-azure', {
      privateEndpointIPAddress: '10.0.0.9',
    });
    const elsewhere = world.createVpcEndpoint({
      serviceName: `com.amazonaws.vpce.eu-west-1.vpce-svc-${'e'.repeat(17)}`,
      tags: { [TAG]: '', Name: 'metrics' },
    });
    const { stdout } = await cli.run('list', '--output', 'wide');
    world.deleteVpcEndpoints([elsewhere.endpointId]);
    azure.links.clear();
    expect(stdout).toMatch(
      /^ENDPOINT +NAME +CLOUD +REGION +PROJECT +SERVICE +SELECTED +ATLAS +EC2 +REGISTRY +WARNINGS +NOTE\n/,
    );
    expect(stdout).toMatch(
      new RegExp(`${elsewhere.endpointId} +metrics +AWS +eu-west-1 .* yes .*of no configured project`),
    );
    expect(stdout).toMatch(/privateEndpoints\/orders-in-azure +- +AZURE +EUROPE_WEST +/);
  });

  it.each([50, 80, 120])('lists in lines of at most %i columns', async (columns) => {
    const { stdout } = await cli.runWith({ COLUMNS: String(columns) }, 'list');
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(columns);
    expect(stdout).toMatch(new RegExp(`^ENDPOINT .*ATLAS[^]*NOTE\n[^]*${missed.endpointId}`));
    expect(stdout.replace(/\s+/g, ' ')).toContain('It is selected, and Atlas does not list it.');
  });

  it('describes a link with all attributes of the data source, and its record', async () => {
    const { exitCode, stdout } = await cli.run('describe', linked.endpointId, '--output', 'json');
    const document = parse<Record<string, Record<string, unknown>>>(stdout);
    expect(exitCode).toBe(0);
    expect(document.attributes).toMatchObject({ ConnectionStatus: 'AVAILABLE', DeleteRequested: false });
    expect(Object.keys(document.attributes ?? {})).toHaveLength(14);
    expect(document.connectionStrings).toEqual(document.recordedConnectionStrings);
    expect(document.connectionStrings).toMatchObject([{ Cluster: 'Main' }]);
    expect(document.registry).toMatchObject({ state: 'available' });
  });

  it('describes in a table with the names of Terraform, and exits with 1 without a link', async () => {
    const [known, unknown] = [
      await cli.run('describe', linked.endpointId),
      await cli.run('describe', UNKNOWN_ID),
    ];
    expect(known.stdout).toMatch(/ConnectionStatus +aws_connection_status +AVAILABLE/);
    expect(known.stdout).toMatch(/Main srv +in the registry +mongodb\+srv:\/\/\S+\n/);
    expect(unknown.exitCode).toBe(1);
    expect(unknown.stdout).toContain('Atlas does not list it');
  });

  it('watches a link that is settled already, and times out for one that is never made', async () => {
    const settled = await cli.run('watch', linked.endpointId);
    const waiting = await cli.run('watch', unselected.endpointId, '--timeout', '1', '--output', 'json');
    expect([settled.exitCode, waiting.exitCode]).toEqual([0, 1]);
    expect(settled.stdout).toMatch(/EC2 available, Atlas AVAILABLE, registry available\navailable/);
    expect(lines(waiting.stdout).at(-1)).toMatchObject({ outcome: 'unsettled' });
  });

  it('refuses to link an endpoint that is not selected, and does not change a linked one', async () => {
    const [refused, done] = [
      await cli.run('link', unselected.endpointId),
      await cli.run('link', linked.endpointId),
    ];
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toMatch(/only endpoints tagged link may be linked.*\n.*doctor/);
    expect(done.exitCode).toBe(0);
    expect(done.stdout).toContain('its link is available');
  });

  it('previews a reconciliation without a change', async () => {
    const { exitCode, stdout } = await cli.run('reconcile', '--dry-run', '--output', 'json');
    const summary = parse<LinksReconciledDetail>(stdout);
    expect(exitCode).toBe(1);
    expect(summary.dryRun).toBe(true);
    expect(summary.drift.map(({ kind, result }) => `${kind} ${result}`).sort()).toEqual([
      'not-linked would-repair',
      'unmanaged reported',
    ]);
    expect(world.service.links.has(missed.endpointId)).toBe(false);
  });

  it('links an endpoint whose events were lost, and follows it', async () => {
    const { exitCode, stdout } = await cli.run('link', missed.endpointId, '--output', 'json');
    expect(exitCode).toBe(0);
    const reported = lines(stdout);
    expect(reported[0]).toMatchObject({ type: 'started', registration: 'created' });
    expect(reported.at(-1)).toMatchObject({ outcome: 'available' });
    const [execution] = world.aws.executions.all.filter(({ input }) =>
      input.includes('"origin":{"kind":"command"'),
    );
    expect(execution?.name).toContain(`${missed.endpointId}_command-2026`);
  });

  it('reconciles, and exits with 0 if nothing is left to repair', async () => {
    const other = missEvents();
    // EC2 shows a new endpoint after a moment, and nothing else in this world makes time pass.
    world.time.after(60, () => undefined);
    const { exitCode, stdout } = await cli.run('reconcile');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(new RegExp(`${other.endpointId} +not-linked +repaired`));
    expect(stdout).toContain('1 repaired, 0 left.');
  });

  it('does not unlink without confirmation', async () => {
    const { exitCode, stderr } = await cli.run('unlink', missed.endpointId);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('other links stay on the endpoint service');
    expect(stderr).toContain('AWS then rejects the endpoint for good: it cannot be linked again');
    expect(stderr).toContain('--yes');
    expect(world.service.links.has(missed.endpointId)).toBe(true);
  });

  it('unlinks after confirmation, and follows the removal', async () => {
    const { exitCode, stdout } = await cli.run('unlink', missed.endpointId, '--yes');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/deleted {2}Its link was removed/);
    // EC2 shows it a moment later.
    expect(missed.state).toBe('rejected');
    expect(world.service.links.has(missed.endpointId)).toBe(false);
  });

  it('retains the last link of a service unless told otherwise', async () => {
    for (const id of [...world.service.links.keys()])
      if (id !== linked.endpointId) world.service.links.delete(id);
    const retained = await cli.run('unlink', linked.endpointId, '--yes');
    expect(retained.exitCode).toBe(1);
    expect(retained.stderr).toContain('is the last of its endpoint service, and last links are retained');
    expect(retained.stderr).not.toContain('cut off');
    expect(retained.stderr).toContain('--last-link remove');
    expect(world.service.links.has(linked.endpointId)).toBe(true);
  });

  it('says that there are no dead-letter messages', async () => {
    const { exitCode, stdout } = await cli.run('redrive');
    expect([exitCode, stdout]).toEqual([0, 'No dead-letter messages.\n']);
  });

  it('shows dead-letter messages without removing them, then sends their events again', async () => {
    const queueArn = deadLetterQueue();
    const event = world.events.find(({ source }) => source === 'aws.ec2');
    const error = {
      errorType: 'AtlasError',
      errorMessage: 'was down, see https://answers.example/?secret=1',
    };
    world.aws.queues.send(queueArn, JSON.stringify({ requestPayload: event, responsePayload: error }));
    world.aws.queues.send(queueArn, 'no event');
    const dry = await cli.run('redrive', '--dry-run');
    expect(dry.stdout).toMatch(/CreateVpcEndpoint vpce-\w+ .*would be sent +AtlasError: was down, see <URL>/);
    expect(dry.stdout + dry.stderr).not.toContain('secret=1');
    expect(world.aws.queues.visible(queueArn)).toHaveLength(2);
    const sent = await cli.run('redrive', '--output', 'json');
    expect(
      parse<{ messages: { result: string }[] }>(sent.stdout).messages.map(({ result }) => result),
    ).toEqual(['sent again', 'left']);
    expect(sent.exitCode).toBe(1);
    expect(world.aws.queues.messages(queueArn).map(({ body }) => body)).toEqual(['no event']);
    world.aws.queues.messages(queueArn).length = 0;
  });

  it('keeps a dead-letter message if Lambda refuses the event', async () => {
    const queueArn = deadLetterQueue();
    world.aws.queues.send(queueArn, JSON.stringify(world.events.find(({ source }) => source === 'aws.ec2')));
    world.aws.server.refuse('lambda:InvokeFunction', 'AccessDeniedException', 'not you', 10);
    const { exitCode, stdout } = await cli.run('redrive');
    expect(exitCode).toBe(1);
    expect(stdout).toContain('left: AWS does not allow it: not you');
    expect(world.aws.queues.visible(queueArn)).toHaveLength(1);
    world.aws.server.faults.length = 0;
    world.aws.queues.messages(queueArn).length = 0;
  });
});

describe('exit codes', { timeout: TIMEOUT_MILLISECONDS }, () => {
  it.each([
    [['doctor', 'vpce-x'], /'vpce-x' is invalid.*Expected an id such as/],
    [['unlink', UNKNOWN_ID, '--last-link', 'maybe'], /'maybe' is invalid.*keep, remove/],
  ])('2 for %j', async (args, message) => {
    const { exitCode, stderr } = await runCommand(args);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(message);
  });

  it('2 without a Region, and for an unknown automation', async () => {
    const [noRegion, noSuch] = [await runCommand(['list']), await cli.run('list', '--automation', 'other')];
    expect(noRegion).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('--region') });
    expect(noSuch).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('AtlasPrivateLink-') });
  });

  it('3 without credentials, and if AWS does not respond', async () => {
    const keys = { AWS_ACCESS_KEY_ID: 'A', AWS_SECRET_ACCESS_KEY: 'very-secret' };
    const noCredentials = await runCommand(['list', '--region', 'eu-west-1']);
    const noResponse = await runCommand(['list', '--region', 'eu-west-1'], {
      ...keys,
      AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
    });
    expect([noCredentials.exitCode, noResponse.exitCode]).toEqual([3, 3]);
    for (const { stdout, stderr } of [noCredentials, noResponse]) {
      expect(stdout).toBe('');
      expect(stderr).toMatch(/^error: AWS/);
      expect(stderr).not.toMatch(/very-secret|\n\s+at /);
    }
  });

  it('3 for an unknown profile, which the message names', async () => {
    const environment = { AWS_ACCESS_KEY_ID: 'A', AWS_SECRET_ACCESS_KEY: 'very-secret' };
    const { exitCode, stderr } = await runCommand(
      ['list', '--profile', 'nope', '--region', 'eu-west-1'],
      environment,
    );
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(/credentials of profile nope cannot be used.*\n.*list-profiles/);
  });

  it('1 if no automation is installed, which the doctor reports as a cause', async () => {
    const { parameters } = world.aws;
    const [stored] = parameters.below('/atlas-privatelink/automations', true);
    parameters.delete(stored?.name ?? '');
    const [list, doctor] = [await cli.run('list'), await cli.run('doctor', linked.endpointId)];
    if (stored !== undefined) parameters.put({ ...stored, overwrite: true });
    expect([list.exitCode, doctor.exitCode]).toEqual([1, 1]);
    expect(list.stderr).toContain('No automation is installed in eu-west-1');
    expect(doctor.stdout).toContain('Wrong: automation. No automation is installed');
  });

  it('0 for help, which lists the exit codes', async () => {
    const { exitCode, stdout } = await runCommand(['doctor', '--help']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/Exit codes:\n {2}0 .*\n {2}1 .*\n {2}2 .*\n {2}3 /);
  });
});
