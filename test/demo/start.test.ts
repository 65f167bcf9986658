import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { LINK_ATTRIBUTE_ROWS } from '../../cli/output/terraform-attributes.js';
import { runAutomation } from '../../demo/start/automation.js';
import { runDeclared } from '../../demo/start/declared.js';
import { runFederation } from '../../demo/start/federation.js';
import { runLife } from '../../demo/start/life.js';
import { parseStartOptions } from '../../demo/start/options.js';
import { type OrganizationReport, runOrganization } from '../../demo/start/organization.js';
import { ACCOUNT } from '../../demo/start/organization-world.js';
import { OrganizationWorld } from '../../local/organization-world.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Runs `npm start` as a process. */
function start(...args: string[]) {
  return spawned(process.execPath, '--import', 'tsx', 'demo/start.ts', ...args);
}

function spawned(
  command: string,
  ...args: string[]
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(command, args, { cwd: ROOT });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => (output.stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (output.stderr += String(chunk)));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, ...output })));
}

/** Runs a scenario without a process; returns its output and result. */
async function run(
  start: typeof runAutomation,
  ...args: string[]
): Promise<{ isWell: boolean; text: string }> {
  const lines: string[] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
  const isWell = await start(parseStartOptions(['--speed', '0', ...args]), (line) => void lines.push(line));
  log.mockRestore();
  return { isWell, text: lines.join('\n') };
}

/** What the scenario writes to a standard output that is no terminal, besides its messages. */
async function progressOf(
  ...args: string[]
): Promise<{ readonly lines: string[]; readonly isWell: boolean }> {
  const lines: string[] = [];
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
  const { isWell } = await run(runAutomation, ...args);
  write.mockRestore();
  return { lines, isWell };
}

describe('npm start', () => {
  it('prints how an endpoint is linked', async () => {
    const { isWell, text } = await run(runAutomation);
    for (const part of [
      'CreateVpcEndpoint',
      'selected',
      'link registered',
      'PENDING',
      'AVAILABLE',
      'available after',
      'Linked after',
    ]) {
      expect(text).toContain(part);
    }
    expect(isWell).toBe(true);
  });

  it('prints the life cycle of links: tag, strings, lost event, last link', async () => {
    const { isWell, text } = await run(runLife, '--scenario', 'life');
    for (const part of [
      'Cluster0: mongodb+srv://',
      'endpoint-deleted, repaired',
      'unlinked after',
      'retained after',
      'LastLinkRetained',
    ])
      expect(text).toContain(part);
    expect(isWell).toBe(true);
  });

  it('counts the time to the conclusion, not to the end of the execution', async () => {
    const { text } = await run(runAutomation);
    const concluded = Number(/\+([\d.]+) s {2}\S*Conclusion/.exec(text)?.[1]);
    const linked = Number(/Linked after ([\d.]+) s/.exec(text)?.[1]);
    expect(concluded).toBeGreaterThan(0);
    expect(Math.abs(linked - concluded)).toBeLessThan(1.1);
  });

  it('refuses a bad option with 2, the reason and the usage on standard error', async () => {
    const { code, stdout, stderr } = await start('--endpoints', 'many');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^--endpoints: expected .*received "many"\.\n\nUsage: npm start/);
  });

  it('prints a rejection with the message of Atlas', async () => {
    const { isWell, text } = await run(runAutomation, '--reject', '--auth', 'oauth');
    for (const part of ['REJECTED', 'Verify endpoint ID', 'Not linked', 'LinkFailed'])
      expect(text).toContain(part);
    expect(isWell).toBe(false);
  });

  it('prints the message of Atlas and what to do once, for any number of rejected links', async () => {
    const { text } = await run(runAutomation, '--reject', '--endpoints', '3');
    expect(text.match(/3 × Verify endpoint ID/g)).toHaveLength(1);
    expect(text.match(/Check that the VPC endpoint still exists/g)).toHaveLength(1);
  });

  it('prints only one JSON document with --json and a silent npm, and exits with 0', async () => {
    const { code, stdout } = await spawned('npm', 'start', '--silent', '--', '--json', '--speed', '0');
    expect(JSON.parse(stdout)).toMatchObject({ linked: 1, alarms: [] });
    expect(code).toBe(0);
  });

  it('prints one JSON document with --json', async () => {
    const { isWell, text } = await run(runAutomation, '--json', '--endpoints', '5');
    expect(JSON.parse(text.slice(text.indexOf('{\n')))).toMatchObject({
      linked: 5,
      notLinked: 0,
      unconcluded: [],
      deadLetters: 0,
      alarms: [],
    });
    expect(isWell).toBe(true);
  });

  it('prints lines of progress for many endpoints, up to the last one', async () => {
    const { lines, isWell } = await progressOf('--endpoints', '10');
    expect(lines.length).toBeGreaterThanOrEqual(5);
    for (const line of lines)
      expect(line).toMatch(
        /^\+ *\d+ s {2}registered \d+\/10, linked \d+, failed 0, requests to Atlas \d+\n$/,
      );
    const registered = lines.map((line) => Number(/registered (\d+)/.exec(line)?.[1]));
    expect(registered).toEqual([...registered].sort((a, b) => a - b));
    expect(lines[0]).toContain('linked 0,');
    expect(lines.at(-1)).toContain('registered 10/10, linked 10,');
    expect(isWell).toBe(true);
  });

  it('prints no progress with --json', async () => {
    expect((await progressOf('--endpoints', '3', '--json')).lines).toEqual([]);
  });

  it('creates a stack that declares its link, prints every attribute, and deletes it', async () => {
    const { isWell, text } = await run(runDeclared, '--scenario', 'declared');
    for (const { ours, terraform } of LINK_ATTRIBUTE_ROWS) {
      const line = text.split('\n').find((candidate) => candidate.startsWith(`  ${ours} `));
      expect(line).toContain(terraform);
    }
    expect(text).toMatch(/ConnectionStatus +"AVAILABLE"/);
    expect(text).toContain('Stack COMPLETE, then deleted: COMPLETE. Endpoint services left in Atlas: 0.');
    expect(isWell).toBe(true);
  });
});

describe('npm start -- --scenario federation', () => {
  it('shows an endpoint that is refused, then registered, then removed', async () => {
    const { isWell, text } = await run(runFederation, '--scenario', 'federation');
    const parts = [
      'has no tag of a project',
      'Set the tag atlas-privatelink:data-federation-project',
      'link registered with Atlas, status PENDING',
      'AVAILABLE',
      'unlinked after',
      'Registrations: 1, and 0 after the deletion',
    ];
    const places = parts.map((part) => text.indexOf(part));
    expect(places).not.toContain(-1);
    expect([...places].sort((a, b) => a - b)).toEqual(places);
    expect(isWell).toBe(true);
    // One refusal, and nothing of Atlas about an endpoint that it has never listed.
    expect(text.split('which one this VPC endpoint is for is not known')).toHaveLength(2);
    expect(text.match(/refused: \w+/g)).toEqual(['refused: DATA_FEDERATION_PROJECT_UNKNOWN']);
    expect(text.slice(0, text.indexOf('link registered'))).not.toContain('no longer lists');
    expect(text).not.toContain('its service belongs to');
  });
});

describe('npm start -- --scenario organization', () => {
  it('prints what happens with account and Region, and sums it up in its last line', async () => {
    const { isWell, text } = await run(runOrganization, '--scenario', 'organization');
    const lines = text.split('\n');
    const inPayments = `payments  ${ACCOUNT.payments}  eu-west-1 `;
    const inAnalytics = `analytics ${ACCOUNT.analytics}  eu-west-1 `;
    for (const [place, what] of [
      [inPayments, 'is available after'],
      [inPayments, 'has connection strings in its own Parameter Store'],
      [inAnalytics, 'may not be linked to Atlas project'],
      [`shop      ${ACCOUNT.shop}  eu-central-1 `, 'joins the organizational unit'],
      [`shop      ${ACCOUNT.shop}  eu-central-1 `, 'is available after'],
      [`hub       ${ACCOUNT.hub}  eu-west-1 `, 'member-unreachable of payments in eu-west-1'],
      [`hub       ${ACCOUNT.hub}  eu-west-1 `, 'of payments in eu-west-1: not-linked, repaired'],
      [`payments  ${ACCOUNT.payments}  eu-central-1 `, 'is unlinked after'],
    ])
      expect(
        lines.filter((line) => line.includes(place ?? '') && line.includes(what ?? '')),
        `${place}: ${what}`,
      ).not.toEqual([]);
    expect(lines.at(-1)).toMatch(/^All as expected: 3 links of 2 accounts in 2 Regions, 1 account refused, /);
    expect(isWell).toBe(true);
    // Its reader has seen a member that two reconciliations could not reach.
    expect(text).toContain('MemberUnreachable, which takes two reconciliations, is not played here');
  });

  it('prints one JSON document with --json', async () => {
    const { text } = await run(runOrganization, '--scenario', 'organization', '--json');
    const report = JSON.parse(text.slice(text.indexOf('{\n'))) as OrganizationReport;
    const fields = ['alarms', 'atlasRequests', 'conclusions', 'connectionStrings', 'expectations'];
    expect(Object.keys(report).sort()).toEqual([...fields, 'linksLeft', 'worldSeconds']);
    const refusal = { region: 'eu-west-1', goal: 'available', outcome: 'failed' };
    const message = expect.stringContaining('may not be linked');
    expect(report.conclusions.filter(({ account }) => account === ACCOUNT.analytics)).toMatchObject([
      { ...refusal, message },
    ]);
    expect(report.connectionStrings[ACCOUNT.analytics]).toEqual([]);
    expect(report.connectionStrings[ACCOUNT.shop]).not.toEqual([]);
    expect(report.linksLeft).toHaveLength(3);
  });

  it('exits with 1 and names what is not as expected, if the role does not come back', async () => {
    const giveRoleBack = vi.spyOn(OrganizationWorld.prototype, 'giveRoleBack').mockReturnValue();
    const { isWell, text } = await run(runOrganization, '--scenario', 'organization');
    giveRoleBack.mockRestore();
    expect(isWell).toBe(false);
    expect(text).toContain('Not as expected: links of payments are as its endpoints are');
    expect(text.split('\n').at(-1)).toMatch(/^1 not as expected: /);
  });
});
