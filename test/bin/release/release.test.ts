import { describe, expect, it } from 'vitest';
import { type Manifest, type Release, releaseIssues } from '../../../bin/release-check/release.js';

const ROOT: Manifest = {
  name: 'library',
  version: '1.2.3',
  homepage: 'https://code.acme.dev/library#readme',
  bugs: { url: 'https://code.acme.dev/library/issues' },
  repository: { url: 'git+https://code.acme.dev/library.git' },
  author: { name: 'Acme', url: 'https://acme.dev' },
  stability: 'stable',
};
const TOOL: Manifest = {
  ...ROOT,
  name: 'tool',
  repository: { ...ROOT.repository, directory: 'packages/tool' },
};
const READY: Release = {
  manifests: { '.': ROOT, 'packages/tool': TOOL },
  changelog: '# Changelog\n\n## 1.2.3, 2027-01-31\n\n- News.\n\n## 1.2.2, 2027-01-01\n',
  readme: '# Library\n\n> **Stability: stable.** As it says.\n',
  tag: 'v1.2.3',
};
/** Applies the change to both manifests, unless it names one. */
const withIdentity = (change: Partial<Manifest>): Release => ({
  ...READY,
  manifests: {
    '.': { ...ROOT, ...change },
    'packages/tool': { ...TOOL, ...change, repository: { ...change.repository, directory: 'packages/tool' } },
  },
});

describe('a release', () => {
  it('with real addresses, one version, a dated changelog and its banner is ready', () => {
    expect(releaseIssues(READY)).toEqual([]);
    expect(releaseIssues({ ...READY, tag: undefined })).toEqual([]);
  });

  it.each([
    'https://example.invalid/library',
    'https://example.com/library',
    'https://www.example.org/library',
    'https://library.test/',
    'http://localhost:3000/library',
    'https://intranet/library',
    'acme/library',
    '',
  ])('whose homepage is %s is refused', (homepage) => {
    const [issue, ...others] = releaseIssues(withIdentity({ homepage, repository: ROOT.repository ?? {} }));
    expect(issue).toBe(`homepage in package.json is ${homepage}. Set it to a real address.`);
    expect(others).toEqual([]);
  });

  it.each(['homepage', 'bugs.url', 'repository.url', 'author.url'])('without %s is refused', (field) => {
    const name = field.replace('.url', '') as 'homepage' | 'bugs' | 'repository' | 'author';
    const { [name]: _missing, ...root } = ROOT;
    const issues = releaseIssues({ ...READY, manifests: { '.': root } });
    expect(issues).toContain(`${field} in package.json is missing. Set it to a real address.`);
  });

  it.each([
    ['java.package', { java: { package: 'com.example.library' } }, 'com.example.library'],
    ['java.maven.groupId', { java: { maven: { groupId: 'com.example' } } }, 'com.example'],
    ['go.moduleName', { go: { moduleName: 'example.invalid/library' } }, 'example.invalid/library'],
  ])('whose name for another language, %s, is a placeholder is refused', (field, targets, name) => {
    const withTargets = { ...READY, manifests: { ...READY.manifests, '.': { ...ROOT, jsii: { targets } } } };
    expect(releaseIssues(withTargets)).toEqual([
      `jsii.targets.${field} in package.json is ${name}. Begin it with a domain or a repository of yours.`,
    ]);
  });

  it('with real names in other languages is ready', () => {
    const targets = {
      java: { package: 'dev.acme.library', maven: { groupId: 'dev.acme' } },
      go: { moduleName: 'code.acme.dev/library' },
    };
    const withTargets = { ...READY, manifests: { ...READY.manifests, '.': { ...ROOT, jsii: { targets } } } };
    expect(releaseIssues(withTargets)).toEqual([]);
  });

  it('without the name of an author is refused', () => {
    const root = { ...ROOT, author: { url: 'https://acme.dev' } };
    expect(releaseIssues({ ...READY, manifests: { '.': root } })).toEqual([
      'author.name is missing in package.json. Set it to who publishes.',
    ]);
  });

  it('of packages that differ from the root is refused', () => {
    const tool = { ...TOOL, version: '1.2.2', repository: { url: 'https://other.dev/x', directory: 'x' } };
    expect(releaseIssues({ ...READY, manifests: { '.': ROOT, 'packages/tool': tool } })).toEqual([
      'repository.directory in packages/tool/package.json is x. Set it to packages/tool.',
      'packages/tool/package.json has another identity than package.json. Copy homepage, bugs, repository and author.',
      'packages/tool/package.json has version 1.2.2. Set it to 1.2.3.',
    ]);
  });

  it('with the tag of another version is refused', () => {
    expect(releaseIssues({ ...READY, tag: 'v1.2.4' })).toEqual([
      'The tag is v1.2.4, and the version 1.2.3. Tag the commit v1.2.3.',
    ]);
  });

  it.each(['1.2.3, unreleased', '1.2.2, 2027-01-31', '1.2.3'])(
    'whose changelog begins with %s is refused',
    (heading) => {
      expect(releaseIssues({ ...READY, changelog: `# Changelog\n\n## ${heading}\n` })).toEqual([
        `CHANGELOG.md begins with "## ${heading}". Begin it with "## 1.2.3, <date as YYYY-MM-DD>".`,
      ]);
    },
  );

  it('whose README has no stability banner is refused', () => {
    expect(releaseIssues({ ...READY, readme: '# Library\n' })).toEqual([
      'README.md has no line that begins with "> **Stability: stable.**". Add it.',
    ]);
  });
});
