/** Tests the parts of this repository that concern its publication. */
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
  it.each(Object.keys(manifests))('in %s: nothing is published without the release check', (folder) => {
    const { scripts, publishConfig } = JSON.parse(read(folder, 'package.json'));
    expect(scripts.prepublishOnly).toMatch(/^npm run (--prefix \.\.\/\.\. )?release:check$/);
    expect(publishConfig).toEqual({ access: 'public', provenance: true });
  });

  it('have one identity and one version', () => {
    const issues = releaseIssues(readRelease(ROOT, undefined));
    expect(issues.filter((issue) => issue.includes('packages/'))).toEqual([]);
  });

  it('of the library have what Construct Hub requires', () => {
    const { keywords, license, peerDependencies, stability, files } = JSON.parse(read('package.json'));
    expect(keywords).toEqual(expect.arrayContaining(['cdk', 'aws-cdk']));
    expect(license).toBe('Apache-2.0');
    expect(Object.keys(peerDependencies)).toEqual(expect.arrayContaining(['aws-cdk-lib', 'constructs']));
    expect(files).toContain('LICENSE');
    expect(read('README.md')).toContain(`\n${STABILITY_BANNERS[stability]}`);
  });
});

describe('npm run release:check', () => {
  // Once the addresses are real, this cannot be tested.
  const isReady = releaseIssues(readRelease(ROOT, undefined)).length === 0;

  it.skipIf(isReady)('fails while an address is a placeholder, so that npm does not publish', () => {
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

/** Registry and workflow by jsii's target; npm has what jsii compiles. */
const REGISTRIES: Readonly<Record<string, string>> = {
  js: 'npm',
  python: 'pypi',
  java: 'maven',
  go: 'go',
  dotnet: 'nuget',
};
const SIGNING_IN = { contents: 'read', 'id-token': 'write' };
/** Permissions of a job. Maven Central has no sign-in without a secret, and Go reads tags of this repository. */
const PERMISSIONS: Readonly<Record<string, object>> = {
  npm: SIGNING_IN,
  pypi: SIGNING_IN,
  nuget: SIGNING_IN,
  maven: { contents: 'read' },
  go: { contents: 'write' },
};
const MAVEN_SECRETS = ['MAVEN_USERNAME', 'MAVEN_PASSWORD', 'MAVEN_GPG_PRIVATE_KEY', 'MAVEN_GPG_PASSPHRASE'];

describe('the workflows of publication', () => {
  const folder = join(ROOT, '.github', 'workflows');
  const workflows = readdirSync(folder).filter((name) => name.startsWith('publish-'));
  const registries = workflows.map((file) => file.replace(/^publish-(.*)\.yml$/, '$1'));
  const textOf = (registry: string) => read('.github', 'workflows', `publish-${registry}.yml`);
  const stepsOf = (registry: string): { run?: string; uses?: string }[] =>
    parse(textOf(registry)).jobs.publish.steps;

  it('are all documented under the name of their registry', () => {
    const rows = [...read('docs/release.md').matchAll(/^\| ([\w ]+?) +\| `(publish-[\w-]+\.yml)`/gm)];
    expect(rows.map(([, , file]) => file).sort()).toEqual(workflows.sort());
    for (const [, registry = '', file] of rows)
      expect(file).toBe(`publish-${registry.split(' ')[0]?.toLowerCase()}.yml`);
  });

  it('are those of npm and of the languages that jsii makes', () => {
    const { targets } = JSON.parse(read('package.json')).jsii;
    const expected = ['js', ...Object.keys(targets)].map((target) => REGISTRIES[target]);
    expect([...registries].sort()).toEqual(expected.sort());
    for (const target of Object.keys(targets))
      expect(textOf(REGISTRIES[target] ?? '')).toContain(`jsii-pacmak --no-npmignore --target ${target}\n`);
  });

  it.each(registries)('%s is triggered by a tag, and has only the permissions that it needs', (registry) => {
    const { on, permissions, jobs, name } = parse(textOf(registry));
    expect([name, on]).toEqual([`publish-${registry}`, { push: { tags: ['v*'] } }]);
    expect(permissions).toEqual({});
    expect(Object.keys(jobs)).toEqual(['publish']);
    expect(jobs.publish.permissions).toEqual(PERMISSIONS[registry]);
    expect(jobs.publish.environment).toBe(registry);
    expect(jobs.publish.env).toEqual({ RELEASE_TAG: expect.stringContaining('github.ref_name') });
  });

  it.each(registries)('%s has no stored secret, except those that Maven Central requires', (registry) => {
    const secrets = [...textOf(registry).matchAll(/secrets\.(\w+)/g)].map(([, secret]) => secret);
    expect(secrets).toEqual(registry === 'maven' ? MAVEN_SECRETS : []);
    if (registry !== 'maven') return;
    // Secrets are available only in the step that publishes, so that no script of a dependency can read them.
    for (const step of stepsOf('maven').slice(0, -1)) expect(JSON.stringify(step)).not.toContain('secrets.');
    for (const secret of MAVEN_SECRETS) expect(read('docs/release.md')).toContain(`\`${secret}\``);
  });

  it.each(registries)('%s runs checks before it publishes, with actions pinned to a commit', (registry) => {
    const steps = stepsOf(registry);
    const runs = steps.flatMap(({ run }) => run ?? []);
    expect(runs.slice(0, 3)).toEqual(['npm ci', 'npm run release:check', 'npm run check']);
    const publishes = (text: string) => /^npm publish|git push|nuget push|curl|pypi-publish/.test(text);
    const first = steps.findIndex(({ run, uses }) => publishes(run ?? uses ?? ''));
    expect(first).toBeGreaterThan(steps.findIndex(({ run }) => run === 'npm run check'));
    // A tag of an action can be moved to another commit.
    for (const { uses } of steps) if (uses !== undefined) expect(uses).toMatch(/@[0-9a-f]{40}$/);
  });

  it('npm checks the packages before it publishes them', () => {
    const runs = stepsOf('npm').flatMap(({ run }) => run ?? []);
    expect(runs.indexOf('npm run check:packages')).toBeLessThan(runs.indexOf('npm publish'));
    expect(runs).toContain('npm run check:packages');
    expect(runs).toContain('npm run check:languages');
  });
});
