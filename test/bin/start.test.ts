import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { LINK_ATTRIBUTE_ROWS } from '../../lambda/contract/terraform-attributes.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** `npm start` as a person runs it. */
function start(...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'bin/start.ts', ...args], {
    cwd: ROOT,
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => (output.stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (output.stderr += String(chunk)));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, ...output })));
}

describe('npm start', () => {
  it('tells how an endpoint is linked, and exits with 0', async () => {
    const { code, stdout } = await start('--speed', '0');
    for (const part of [
      'CreateVpcEndpoint',
      'selected',
      'link registered',
      'PENDING',
      'AVAILABLE',
      'available after',
      'Linked after',
    ]) {
      expect(stdout).toContain(part);
    }
    expect(code).toBe(0);
  });

  it('tells a rejection with the words of Atlas, and exits with 1', async () => {
    const { code, stdout } = await start('--speed', '0', '--reject', '--auth', 'oauth');
    for (const part of ['REJECTED', 'Verify endpoint ID', 'Not linked', 'LinkFailed'])
      expect(stdout).toContain(part);
    expect(code).toBe(1);
  });

  it('prints one JSON document with --json', async () => {
    const { code, stdout } = await start('--speed', '0', '--json', '--endpoints', '5');
    expect(JSON.parse(stdout)).toMatchObject({
      linked: 5,
      notLinked: 0,
      unconcluded: [],
      deadLetters: 0,
      alarms: [],
    });
    expect(code).toBe(0);
  });

  it('creates a stack that declares its link, prints every attribute, and deletes it', async () => {
    const { code, stdout } = await start('--speed', '0', '--scenario', 'declared');
    for (const { ours, terraform } of LINK_ATTRIBUTE_ROWS) {
      const line = stdout.split('\n').find((text) => text.startsWith(`  ${ours} `));
      expect(line).toContain(terraform);
    }
    expect(stdout).toMatch(/ConnectionStatus +"AVAILABLE"/);
    expect(stdout).toContain('Stack COMPLETE, then deleted: COMPLETE. Endpoint services left in Atlas: 0.');
    expect(code).toBe(0);
  });

  it('refuses a bad option with 2, the reason and the usage on standard error', async () => {
    const { code, stdout, stderr } = await start('--endpoints', 'many');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^--endpoints: expected .*received "many"\.\n\nUsage: npm start/);
  });
});
