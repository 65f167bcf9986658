/** Writes an SBOM in CycloneDX and the notices of the bundled packages. */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { cyclonedxEsbuildPlugin } from '@cyclonedx/cyclonedx-esbuild';
import type { Metafile, Plugin } from 'esbuild';
import { type BundledComponent, packageName, type Sbom } from './bundled-component.js';
import { commentsIn, noticesText } from './notices-text.js';

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
/** Package of the library's own sources, which need no notice. */
const OWN_PACKAGE = 'cdk-atlas-privatelink';

/**
 * Writes SBOM and notices from esbuild's metafile. They contain no time and no random serial number, because a
 * function's folder must have the same hash for the same content. Errors of the generator are thrown, although its log
 * is silent.
 *
 * @param title name of the bundle in the notices
 * @param outputFolder folder of the bundle
 */
export function bundleRecords(title: string, outputFolder: string): Plugin {
  const generator = cyclonedxEsbuildPlugin({
    specVersion: SPEC_VERSION,
    outputFile: join(outputFolder, SBOM_FILE),
    gatherLicenseTexts: true,
    outputReproducible: true,
    // Validation takes most of the generator's time, and this runs in each `npm test`. `packageRecords` and `npm run
    // check:packages` validate.
    validate: false,
    logLevel: 'silent',
  });
  return {
    name: 'bundle-records',
    async setup(build) {
      await generator.setup(build);
      build.onEnd(async ({ errors }) => {
        if (errors.length === 0) await separateTexts(title, outputFolder, await legalComments(outputFolder));
      });
    },
  };
}

/**
 * Writes SBOM and notices of a package with several bundles, from the combined metafiles and from the notices of the
 * bundles.
 */
export async function packageRecords(
  title: string,
  outputFolder: string,
  metafiles: readonly Metafile[],
  bundleFolders: readonly string[],
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
  const notices = await Promise.all(
    bundleFolders.map((bundle) => readFile(join(bundle, NOTICES_FILE), 'utf8')),
  );
  await separateTexts(title, outputFolder, notices.flatMap(commentsIn));
}

/** Reads and removes the licence comments that esbuild has written beside each file of the bundle. */
async function legalComments(outputFolder: string): Promise<readonly string[]> {
  const files = (await readdir(outputFolder)).filter((file) => file.endsWith('.LEGAL.txt')).sort();
  return Promise.all(
    files.map(async (file) => {
      const text = await readFile(join(outputFolder, file), 'utf8');
      await rm(join(outputFolder, file));
      return text.replace('Bundled license information:', '');
    }),
  );
}

function united(metafiles: readonly Metafile[]): Metafile {
  return {
    inputs: Object.assign({}, ...metafiles.map(({ inputs }) => inputs)),
    outputs: Object.assign({}, ...metafiles.map(({ outputs }) => outputs)),
  };
}

/** Moves the licence texts from the SBOM, where they are encoded and repeated for each package, to the notices. */
async function separateTexts(
  title: string,
  outputFolder: string,
  comments: readonly string[],
): Promise<void> {
  const file = join(outputFolder, SBOM_FILE);
  const sbom = JSON.parse(await readFile(file, 'utf8')) as Sbom;
  const components = sbom.components ?? [];
  await writeFile(
    join(outputFolder, NOTICES_FILE),
    noticesText(title, components.filter(isOfOthers), comments),
  );
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
