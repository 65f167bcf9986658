/** Compares notices and SBOM of each bundle with esbuild's metafile. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { handlerBuild } from '../../../bin/bundle.js';
import { COMMAND_LINE } from '../../../bin/bundle-command-line.js';
import { programBuild, programFile } from '../../../bin/bundle-program.js';
import { NOTICES_FILE, SBOM_FILE } from '../../../bin/notices/bundle-records.js';
import { packageName, type Sbom } from '../../../bin/notices/bundled-component.js';
import { type BundledPackage, bundledPackages } from '../../../bin/notices/bundled-packages.js';
import { HANDLERS } from '../../../lambda/contract/handlers.js';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const OWN_PACKAGE = 'cdk-atlas-privatelink';

interface Bundle {
  readonly title: string;
  readonly folder: string;
  readonly options: BuildOptions & { readonly absWorkingDir: string };
}

const BUNDLES: readonly Bundle[] = [
  ...HANDLERS.map((name) => {
    const folder = join(ROOT, 'dist', 'handlers', name);
    return { title: name, folder, options: { ...handlerBuild(name), outdir: folder } };
  }),
  {
    title: COMMAND_LINE.name,
    folder: dirname(programFile(COMMAND_LINE)),
    options: programBuild(COMMAND_LINE),
  },
];

const records = new Map<string, readonly BundledPackage[]>();
const comments = new Map<string, readonly string[]>();
beforeAll(async () => {
  for (const { title, options } of BUNDLES) {
    const { metafile, outputFiles } = await build({ ...options, write: false, metafile: true });
    records.set(title, bundledPackages(metafile, options.absWorkingDir));
    const legal = outputFiles.filter(({ path }) => path.endsWith('.LEGAL.txt')).map(({ text }) => text);
    comments.set(
      title,
      legal.flatMap((text) => text.match(/^ *\*.*\(c\).*$/gm) ?? []),
    );
  }
});

const read = (folder: string, file: string) => readFileSync(join(folder, file), 'utf8');

it('there are licence comments in the sources', () => {
  expect([...comments.values()].flat().length).toBeGreaterThan(0);
});

describe.each(BUNDLES)('beside the bundle $title', (bundle) => {
  it('are the notices of each bundled package, with its licence and notice files', () => {
    const packages = records.get(bundle.title) ?? [];
    expect(packages.length).toBeGreaterThan(10);
    const notices = read(bundle.folder, NOTICES_FILE);
    const unspaced = notices.replace(/\s+/g, ' ');
    for (const { name, version, folder } of packages) {
      expect(notices).toContain(`\n${name} ${version} (`);
      const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice)/i.test(file));
      for (const file of files)
        expect(unspaced, `${name}, ${file}`).toContain(read(folder, file).trim().replace(/\s+/g, ' '));
    }
  });

  it('are the licence comments that were removed from the code', () => {
    const notices = read(bundle.folder, NOTICES_FILE);
    for (const comment of comments.get(bundle.title) ?? []) expect(notices).toContain(comment);
    expect(readdirSync(bundle.folder).filter((file) => file.includes('LEGAL'))).toEqual([]);
  });

  it('is an SBOM of exactly these packages', () => {
    const packages = records.get(bundle.title) ?? [];
    const { components = [] } = JSON.parse(read(bundle.folder, SBOM_FILE)) as Sbom;
    const listed = components.filter((component) => packageName(component) !== OWN_PACKAGE);
    const title = (name: string, version = '') => `${name}@${version}`;
    expect(listed.map((component) => title(packageName(component), component.version)).sort()).toEqual(
      packages.map(({ name, version }) => title(name, version)).sort(),
    );
    for (const { name, purl } of listed)
      expect(decodeURIComponent(purl ?? '')).toMatch(new RegExp(`^pkg:npm/.*${name}@`));
  });

  it('is an SBOM that is the same for each build, and contains no local path', () => {
    const text = read(bundle.folder, SBOM_FILE);
    expect(JSON.parse(text)).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6' });
    expect(text).not.toMatch(/"(timestamp|serialNumber)"/);
    expect(text).not.toContain(ROOT);
  });
});
