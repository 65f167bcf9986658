/** What is written beside a bundle about the packages in it: an SBOM in CycloneDX, and their notices. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { cyclonedxEsbuildPlugin } from '@cyclonedx/cyclonedx-esbuild';
import type { Metafile, Plugin } from 'esbuild';
import { type BundledComponent, packageName, type Sbom } from './bundled-component.js';
import { noticesText } from './notices-text.js';

export const SBOM_FILE = 'sbom.cdx.json';
export const NOTICES_FILE = 'THIRD-PARTY-NOTICES.txt';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const GENERATOR = join(
  ROOT,
  'node_modules',
  '@cyclonedx',
  'cyclonedx-esbuild',
  'bin',
  'cyclonedx-esbuild-cli.js',
);
const SPEC_VERSION = '1.6';
/** The library itself, in which the bundled sources stand: it is no package of others. */
const OWN_PACKAGE = 'cdk-atlas-privatelink';

/**
 * Writes both from esbuild's own record of what is in the bundle. Without time and random serial number, because a
 * function's folder must have the same hash for the same content. Errors of the generator are thrown all the same.
 *
 * @param title of the bundle, as the notices name it
 * @param outputFolder where the bundle is written to
 */
export function bundleRecords(title: string, outputFolder: string): Plugin {
  const generator = cyclonedxEsbuildPlugin({
    specVersion: SPEC_VERSION,
    outputFile: join(outputFolder, SBOM_FILE),
    gatherLicenseTexts: true,
    outputReproducible: true,
    // Most of its time, in each `npm test`. `packageRecords` and `npm run check:packages` validate.
    validate: false,
    logLevel: 'silent',
  });
  return {
    name: 'bundle-records',
    async setup(build) {
      await generator.setup(build);
      build.onEnd(async ({ errors }) => {
        if (errors.length === 0) await separateTexts(title, outputFolder);
      });
    },
  };
}

/** Both for a package of several bundles, whose metafiles are taken as one. */
export async function packageRecords(
  title: string,
  outputFolder: string,
  metafiles: readonly Metafile[],
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'atlas-privatelink-sbom-'));
  try {
    const metafile = join(folder, 'metafile.json');
    await writeFile(metafile, JSON.stringify(united(metafiles)));
    await promisify(execFile)(process.execPath, [
      GENERATOR,
      ...['--build-working-dir', ROOT],
      ...['--spec-version', SPEC_VERSION],
      ...['--output-file', join(outputFolder, SBOM_FILE)],
      ...['--mc-type', 'library'],
      '--gather-license-texts',
      '--output-reproducible',
      '--validate',
      metafile,
    ]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  await separateTexts(title, outputFolder);
}

function united(metafiles: readonly Metafile[]): Metafile {
  return {
    inputs: Object.assign({}, ...metafiles.map(({ inputs }) => inputs)),
    outputs: Object.assign({}, ...metafiles.map(({ outputs }) => outputs)),
  };
}

/** The licence texts go from the SBOM, where they are encoded and stand once for each package, to the notices. */
async function separateTexts(title: string, outputFolder: string): Promise<void> {
  const file = join(outputFolder, SBOM_FILE);
  const sbom = JSON.parse(await readFile(file, 'utf8')) as Sbom;
  const components = sbom.components ?? [];
  await writeFile(join(outputFolder, NOTICES_FILE), noticesText(title, components.filter(isOfOthers)));
  const { component } = sbom.metadata;
  const metadata = { ...sbom.metadata, ...(component && { component: withoutTexts(component) }) };
  await writeFile(
    file,
    `${JSON.stringify({ ...sbom, metadata, components: components.map(withoutTexts) }, null, 1)}\n`,
  );
}

function isOfOthers(component: BundledComponent): boolean {
  return packageName(component) !== OWN_PACKAGE;
}

function withoutTexts({ evidence: _texts, ...component }: BundledComponent): BundledComponent {
  return component;
}
