/** Runs the command line as a process, in a local world with an endpoint for each kind of problem. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Diagnosis } from '../../cli/doctor/diagnose.js';
import type { MadeEndpoint } from '../../demo/local/demo-endpoints.js';
import { startDemoWorld } from '../../demo/local/demo-world.js';
import { API_KEY, SECRET_NAME } from '../../local/world.js';
import { type CommandLineWorld, openToCommandLine } from './command-line.js';

const TIMEOUT_MILLISECONDS = 120_000;

let cli: CommandLineWorld;
let endpoints: readonly MadeEndpoint[];

beforeAll(async () => {
  const demo = await startDemoWorld();
  endpoints = demo.endpoints;
  cli = openToCommandLine(demo.world);
}, TIMEOUT_MILLISECONDS);

afterAll(async () => {
  await cli.stop();
});

function idOf(name: string): string {
  return endpoints.find((endpoint) => endpoint.name === name)?.endpointId ?? name;
}

async function diagnosisOf(name: string) {
  const { exitCode, stdout } = await cli.run('doctor', idOf(name), '--output', 'json');
  return { exitCode, ...(JSON.parse(stdout) as Diagnosis) };
}

describe('the doctor reports', { timeout: TIMEOUT_MILLISECONDS }, () => {
  it.each([
    ['payments', 'dead-letters', /USER_UNAUTHORIZED|403/, /redrive/],
    ['billing', 'selection', /tagged atlas-privatelink.*tagged Name=billing/, /create-tags/],
    ['invoices', 'registration', /its event did not arrive/, /atlas-privatelink link vpce-/],
    ['shipping', 'status', /REJECTED.*InternalError/, /create another VPC endpoint/],
    ['search', 'preflight', /SECURITY_GROUP_CLOSED.*27017/, /ingress rule for TCP 1024-65535/],
    ['metrics', 'endpoint-service', /not an endpoint service of a configured Atlas project/, /vpce-svc-/],
    ['archive', 'connection-strings', /Archive is paused/, /Resume the cluster/],
    ['legacy', 'endpoint', /was deleted at 2026-/, /Create a new VPC endpoint/],
    [
      'reports',
      'declared',
      /Stack reports-network.* declares the link/,
      /CloudFormation stack reports-network/,
    ],
  ])('the cause for %s: %s', async (name, check, message, remedy) => {
    const { exitCode, verdict, cause } = await diagnosisOf(name);
    expect(cause?.check).toBe(check);
    expect(endpoints.find((endpoint) => endpoint.name === name)?.cause).toBe(check);
    expect(cause?.message).toMatch(message);
    expect(cause?.remedy).toMatch(remedy);
    expect([verdict, exitCode]).toEqual(['wrong', 1]);
  });

  it('no cause if everything works, including the names of the connection string', async () => {
    const { exitCode, verdict, checks } = await diagnosisOf('orders');
    expect([verdict, exitCode]).toEqual(['ok', 0]);
    expect(checks.filter(({ status }) => status !== 'ok')).toEqual([]);
    expect(checks.at(-1)?.message).toContain('main-pl-0');
  });

  it('the cause once, short for people, and in full for programs', async () => {
    const { stdout } = await cli.run('doctor', idOf('payments'));
    const { cause } = await diagnosisOf('payments');
    expect(stdout).toMatch(/^STATUS +CHECK +FINDING\n/);
    expect(stdout).toMatch(/wrong +dead-letters +see below\n/);
    expect(stdout.match(/USER_UNAUTHORIZED: The key lacks a role/g)).toHaveLength(1);
    expect(stdout).not.toContain('Create link');
    expect(cause?.message).toContain('Create link');
    expect(stdout).toMatch(/What to do: Give the API key .* Then run atlas-privatelink redrive\.\n/);
  });

  it('that a new endpoint has to be waited for, and exits with 4', async () => {
    const { world } = cli;
    world.loseEvents(1);
    const young = world.createVpcEndpoint();
    young.tags.set('atlas-privatelink', 'true');
    // EC2 shows it a moment later.
    await world.time.run(10);
    const { exitCode, stdout } = await cli.run('doctor', young.endpointId);
    expect(stdout).toMatch(/Wait: registration\. Atlas does not list it yet/);
    expect(stdout).toMatch(/Until: 2026-[\dT:.-]+Z; what is not there by then is wrong/);
    expect(exitCode).toBe(4);
    world.deleteVpcEndpoints([young.endpointId]);
  });

  it('a missing trail as the cause if an endpoint is not linked', async () => {
    const { trail } = cli.world.aws;
    trail.mode = 'none';
    const [lost, linked] = [await diagnosisOf('invoices'), await diagnosisOf('orders')];
    trail.mode = 'logging';
    expect(lost.cause?.check).toBe('trail');
    expect(lost.cause?.message).toContain('No CloudTrail trail covers eu-west-1');
    // A linked endpoint works without a trail.
    expect([linked.verdict, linked.exitCode]).toEqual(['ok', 0]);
    expect(linked.checks.find(({ check }) => check === 'trail')?.status).toBe('note');
  });

  it('a trail that is of another Region alone, and how to make it one of all Regions', async () => {
    const { trail } = cli.world.aws;
    trail.mode = 'none';
    trail.elsewhere.push('us-east-1');
    const { cause } = await diagnosisOf('invoices');
    trail.elsewhere.length = 0;
    trail.mode = 'logging';
    expect(cause?.check).toBe('trail');
    expect(cause?.message).toContain(
      'No CloudTrail trail covers eu-west-1; trail management-events of us-east-1 is of that Region alone',
    );
    expect(cause?.remedy).toContain('--is-multi-region-trail');
  });

  it('no missing trail for an endpoint of a stack', async () => {
    const { world } = cli;
    world.trail = false;
    const { endpointId } = world.createVpcEndpointByCloudFormation({ tags: { 'atlas-privatelink': 'true' } });
    const diagnosis = await diagnosisOf(endpointId);
    world.deleteVpcEndpointByCloudFormation(endpointId);
    world.trail = true;
    expect(diagnosis.cause?.check).not.toBe('trail');
    expect(diagnosis.checks.find(({ check }) => check === 'trail')).toMatchObject({
      status: 'note',
      message: expect.stringContaining('CloudFormation itself reports what stack network makes'),
    });
  });

  it('a disabled rule', async () => {
    const rule = cli.world.aws.bus.rules.find(({ ruleArn }) => /EndpointEventsRule/.test(ruleArn));
    if (rule !== undefined) rule.isEnabled = false;
    const { cause } = await diagnosisOf('invoices');
    if (rule !== undefined) rule.isEnabled = true;
    expect(cause?.check).toBe('rules');
    expect(cause?.message).toContain('is disabled');
  });

  it('wrong keys, and a missing secret', async () => {
    const { secrets } = cli.world.aws;
    secrets.put(SECRET_NAME, { ...API_KEY, privateKey: 'wrong-and-secret' });
    const wrongKeys = await cli.run('doctor', idOf('orders'));
    secrets.remove(SECRET_NAME);
    const noSecret = await diagnosisOf('orders');
    secrets.put(SECRET_NAME, API_KEY);
    expect([wrongKeys.exitCode, noSecret.exitCode]).toEqual([1, 1]);
    expect(wrongKeys.stdout).toMatch(/Wrong: atlas-access\..*401/);
    expect(wrongKeys.stdout + wrongKeys.stderr).not.toContain('wrong-and-secret');
    expect(noSecret.cause?.message).toContain('ResourceNotFoundException');
  });

  it('a key that may only read, before its endpoint fails, and not as the cause for one that is linked', async () => {
    const { identities } = cli.world.atlas;
    const owner = identities.apiKeys.get(API_KEY.publicKey);
    const roles = Object.fromEntries(Object.keys(owner?.roles ?? {}).map((id) => [id, 'read-only' as const]));
    identities.addApiKey({ ...API_KEY, roles });
    const [unlinked, linked] = [await diagnosisOf('invoices'), await diagnosisOf('orders')];
    if (owner !== undefined) identities.addApiKey(owner);
    expect([unlinked.cause?.check, unlinked.exitCode]).toEqual(['atlas-role', 1]);
    expect(unlinked.cause?.message).toMatch(/GROUP_READ_ONLY.*links cannot be made/);
    expect(linked.exitCode).toBe(0);
    expect(linked.checks.find(({ check }) => check === 'atlas-role')?.status).toBe('note');
  });

  it('a role that it cannot read as not checked', async () => {
    const { faults } = cli.world.atlas;
    const body = JSON.stringify({ error: 403, errorCode: 'USER_UNAUTHORIZED', detail: 'No.' });
    faults.add({ method: 'GET', path: /\/apiKeys/, effect: { kind: 'response', status: 403, body } });
    const { exitCode, checks } = await diagnosisOf('orders');
    faults.clear();
    expect(checks.find(({ check }) => check === 'atlas-role')).toMatchObject({
      status: 'not checked',
      message: expect.stringMatching(/cannot be determined.*USER_UNAUTHORIZED/),
    });
    expect(exitCode).toBe(0);
  });

  it('that it could not check if Atlas is down', async () => {
    const { atlas, time } = cli.world;
    atlas.faults.outage(time.now(), time.now() + 3_600_000);
    const { exitCode, verdict } = await diagnosisOf('orders');
    atlas.faults.clear();
    expect([verdict, exitCode]).toEqual(['unknown', 3]);
  });

  it('unknown facts as not checked if the DNS server does not respond', async () => {
    const { exitCode, stdout } = await cli.run('doctor', idOf('orders'), '--dns-server', '127.0.0.1:9');
    expect(stdout).toMatch(/not checked {2}dns/);
    expect(exitCode).toBe(0);
  });

  it('the dead-letter messages without removing them', async () => {
    const before = cli.world.aws.queues.all.length;
    await diagnosisOf('payments');
    expect(before).toBeGreaterThan(0);
    expect(cli.world.aws.queues.all.every(({ visibleAt }) => visibleAt <= cli.world.time.now())).toBe(true);
    expect(cli.world.aws.queues.all).toHaveLength(before);
  });
});
