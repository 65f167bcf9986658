/** What stands in this repository about its publication. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readRelease } from '../../../bin/release-check/read-release.js';
import { releaseIssues, STABILITY_BANNERS } from '../../../bin/release-check/release.js';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const read = (...path: string[]) => readFileSync(join(ROOT, ...path), 'utf8');
const { manifests } = readRelease(ROOT, undefined);

describe('the manifests', () => {
  it.each(Object.keys(manifests))('in %s: nothing is published before the release check', (folder) => {
    const { scripts, publishConfig } = JSON.parse(read(folder, 'package.json'));
    expect(scripts.prepublishOnly).toMatch(/^npm run (--prefix \.\.\/\.\. )?release:check$/);
    expect(publishConfig).toEqual({ access: 'public', provenance: true });
  });

  it('have one identity and one version', () => {
    const issues = releaseIssues(readRelease(ROOT, undefined));
    expect(issues.filter((issue) => issue.includes('packages/'))).toEqual([]);
  });

  it('of the library have what Construct Hub asks for', () => {
    const { keywords, license, peerDependencies, stability, files } = JSON.parse(read('package.json'));
    expect(keywords).toEqual(expect.arrayContaining(['cdk', 'aws-cdk']));
    expect(license).toBe('Apache-2.0');
    expect(Object.keys(peerDependencies)).toEqual(expect.arrayContaining(['aws-cdk-lib', 'constructs']));
    expect(files).toContain('LICENSE');
    expect(read('README.md')).toContain(`\n${STABILITY_BANNERS[stability]}`);
  });
});

describe('npm run release:check', () => {
  // Once the addresses are real, there is nothing to see here.
  const isReady = releaseIssues(readRelease(ROOT, undefined)).length === 0;

  it.skipIf(isReady)('fails while an address is a placeholder, so that npm publishes nothing', () => {
    const publish = () =>
      execFileSync('npm', ['publish', '--dry-run', '--offline'], {
        cwd: join(ROOT, 'packages', 'atlas-privatelink'),
        stdio: 'pipe',
        encoding: 'utf8',
      });
    expect(publish).toThrow(
      /repository\.url in package\.json is git\+https:\/\/example\.invalid.*\n[\s\S]*Not to be published/,
    );
  });
});

describe('the workflows of publication', () => {
  const folder = join(ROOT, '.github', 'workflows');
  const workflows = readdirSync(folder).filter((name) => name.startsWith('publish-'));

  it('are each in the document, under the registry of its name', () => {
    const rows = [...read('docs/release.md').matchAll(/^\| (\w+) +\| `(publish-[\w-]+\.yml)`/gm)];
    expect(rows.map(([, , file]) => file).sort()).toEqual(workflows.sort());
    for (const [, registry, file] of rows) expect(file).toBe(`publish-${registry?.toLowerCase()}.yml`);
  });

  it.each(workflows)('%s signs in without a stored secret, and checks before it publishes', (name) => {
    const text = read('.github', 'workflows', name);
    const { permissions, jobs } = parse(text);
    expect(text).not.toMatch(/secrets\./);
    expect(permissions).toEqual({});
    expect(jobs.publish.permissions).toEqual({ contents: 'read', 'id-token': 'write' });
    expect(jobs.publish.env.RELEASE_TAG).toContain('github.ref_name');
    const steps: { run?: string; uses?: string }[] = jobs.publish.steps;
    const runs = steps.flatMap(({ run }) => run ?? []);
    const publication = runs.findIndex((run) => run.startsWith('npm publish'));
    expect(runs.slice(0, publication)).toEqual([
      'npm ci',
      'npm run release:check',
      'npm run check',
      'npm run check:packages',
      'npm run check:languages',
    ]);
    // By commit: a tag of an action can be moved.
    for (const { uses } of steps) if (uses !== undefined) expect(uses).toMatch(/@[0-9a-f]{40}$/);
  });
});
