import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { LOCAL_WORLD_VARIABLE } from '../../../cli/session/local-world.js';
import { runCommand } from '../command-line.js';

const TIMEOUT_MILLISECONDS = 120_000;
/** A folder without a local world. */
const folder = mkdtempSync(join(tmpdir(), 'no-world-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('--local', { timeout: TIMEOUT_MILLISECONDS }, () => {
  it('starts a world for the command alone in a checkout, and leaves no files', async () => {
    const { exitCode, stdout, stderr } = await runCommand(['list', '--local', '--output', 'json'], {
      TMPDIR: folder,
    });
    expect(exitCode).toBe(0);
    // Each step is announced before it begins.
    expect(stderr.split('\n')).toEqual([
      expect.stringMatching(/^No local world is running: starting one for this command/),
      'Local world: bundling the functions …',
      'Local world: loading the CDK …',
      'Local world: synthesizing the stack and deploying it …',
      'Local world: creating VPC endpoints, and waiting until their links are settled …',
      '',
    ]);
    const { links } = JSON.parse(stdout) as { links: { atlasStatus: string }[] };
    expect(links.map(({ atlasStatus }) => atlasStatus)).toContain('AVAILABLE');
    expect(readdirSync(folder).filter((name) => name.endsWith('.json'))).toEqual([]);
  });

  it('reports that the named world is not running', async () => {
    const file = join(folder, 'other.json');
    const { exitCode, stderr } = await runCommand(['list', '--local'], { [LOCAL_WORLD_VARIABLE]: file });
    expect(existsSync(file)).toBe(false);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('npm run local');
  });
});
