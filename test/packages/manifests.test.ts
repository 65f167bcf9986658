import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { SIMULATOR_USAGE } from '../../bin/atlas-simulator/options.js';
import { NOTICES_FILE, SBOM_FILE } from '../../bin/notices/bundle-records.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const read = (...path: string[]) => readFileSync(join(ROOT, ...path), 'utf8');
const root = JSON.parse(read('package.json'));

describe('the library', () => {
  it('contains the notices and the SBOM of all bundled packages', () => {
    expect(root.files).toEqual(
      expect.arrayContaining([NOTICES_FILE, SBOM_FILE].map((file) => `dist/${file}`)),
    );
  });
});

describe('each other package', () => {
  it.each(readdirSync(join(ROOT, 'packages')))(
    '%s: has the version, licence and Node.js of the root',
    (name) => {
      const { version, license, engines, ...manifest } = JSON.parse(read('packages', name, 'package.json'));
      expect({ version, license, engines }).toEqual({
        version: root.version,
        license: root.license,
        engines: root.engines,
      });
      expect(manifest.name).toBe(name);
      expect(read('packages', name, 'LICENSE')).toBe(read('LICENSE'));
    },
  );

  it.each(readdirSync(join(ROOT, 'packages')))('%s contains one file and has no dependencies', (name) => {
    const manifest = JSON.parse(read('packages', name, 'package.json'));
    expect(manifest.files).toContain('dist');
    expect(Object.keys(manifest.bin)).toEqual([name]);
    for (const kind of ['dependencies', 'peerDependencies', 'optionalDependencies'])
      expect(manifest[kind]).toBeUndefined();
  });

  it.each([
    ['atlas-privatelink', ['--version'], /^\d+\.\d+\.\d+$/],
    ['atlas-privatelink-simulator', ['--help'], /--journal/],
  ])('%s runs in a checkout from its sources, also if nothing has been bundled', (name, options, printed) => {
    const { bin, files } = JSON.parse(read('packages', name, 'package.json'));
    const program = bin[name];
    // npm links only existing files when it installs, and a bundle does not exist then.
    expect(program).not.toContain('dist/');
    expect(files).not.toContain('fresh-bundle.mjs');
    expect(files).toContain('bin');
    // Other tests use the bundle of the command line.
    if (name === 'atlas-privatelink-simulator')
      rmSync(join(ROOT, 'packages', name, 'dist'), { recursive: true, force: true });
    const file = join(ROOT, 'packages', name, program);
    expect(execFileSync(file, options, { cwd: tmpdir(), encoding: 'utf8' }).trim()).toMatch(printed);
  });

  it.each(readdirSync(join(ROOT, 'packages')))(
    '%s: its README links to the address of the manifest',
    (name) => {
      const { homepage } = JSON.parse(read('packages', name, 'package.json'));
      const links = [...read('packages', name, 'README.md').matchAll(/\]\(([^)#]+)/g)].map(
        ([, to = '']) => to,
      );
      const prefix = `${homepage.replace(/#.*/, '')}/blob/main/`;
      const broken = links.filter(
        (to) => !to.startsWith(prefix) || !existsSync(join(ROOT, to.slice(prefix.length))),
      );
      expect(broken).toEqual([]);
    },
  );

  it('atlas-privatelink-simulator: the README has the options of the usage', () => {
    const optionsIn = (text: string) => [...new Set(text.match(/--[a-z-]{3,}/g))].sort();
    const table = read('packages/atlas-privatelink-simulator/README.md').match(/^\| `--.*$/gm) ?? [];
    expect(optionsIn(table.map((row) => row.split('|')[1]).join('\n'))).toEqual(optionsIn(SIMULATOR_USAGE));
  });
});
