/** Compares notices and SBOMs in a tarball with esbuild's metafile of each bundle. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Version } from '@cyclonedx/cyclonedx-library/Spec';
import { JsonStrictValidator } from '@cyclonedx/cyclonedx-library/Validation';
import { type BuildOptions, build } from 'esbuild';
import { NOTICES_FILE, SBOM_FILE } from '../notices/bundle-records.js';
import { packageName, type Sbom } from '../notices/bundled-component.js';
import { type BundledPackage, bundledPackages } from '../notices/bundled-packages.js';

export interface PackedBundle {
  /** Folder in the package. */
  readonly folder: string;
  /** Folder with the records of all bundles of the package, if it has several. */
  readonly alsoIn?: string;
  readonly build: BuildOptions & { readonly absWorkingDir: string };
}

/** Construct Hub refuses a package whose tarball has no licence, or another one than its manifest names. */
export function requireLegalFiles(packageRoot: string): void {
  for (const file of ['LICENSE', 'README.md'])
    if (!existsSync(join(packageRoot, file))) throw new Error(`${file} is not in the package`);
  const { license } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'));
  const text = readFileSync(join(packageRoot, 'LICENSE'), 'utf8');
  if (license !== 'Apache-2.0' || !text.includes('Apache License'))
    throw new Error(`the manifest says ${license}, and LICENSE begins "${text.trim().slice(0, 40)}"`);
}

/**
 * @returns a description of the result
 * @throws Error if a bundled package has no notice, or if an SBOM differs
 */
export async function recordsIn(packageRoot: string, bundles: readonly PackedBundle[]): Promise<string> {
  const all = new Map<string, BundledPackage>();
  for (const bundle of bundles) {
    const packages = await bundledBy(bundle);
    await compare(join(packageRoot, bundle.folder), packages);
    for (const one of packages) all.set(titleOf(one), one);
    if (bundle.alsoIn !== undefined) await compareNotices(join(packageRoot, bundle.alsoIn), packages);
  }
  const whole = bundles[0]?.alsoIn;
  if (whole !== undefined) await compare(join(packageRoot, whole), [...all.values()]);
  return `notices and SBOM of ${all.size} bundled packages`;
}

async function bundledBy({ build: options }: PackedBundle): Promise<readonly BundledPackage[]> {
  const { metafile } = await build({ ...options, write: false, metafile: true });
  return bundledPackages(metafile, options.absWorkingDir);
}

async function compare(folder: string, packages: readonly BundledPackage[]): Promise<void> {
  compareNotices(folder, packages);
  const text = readFileSync(join(folder, SBOM_FILE), 'utf8');
  const invalid = await new JsonStrictValidator(Version.v1dot6).validate(text);
  if (invalid !== null) throw new Error(`${SBOM_FILE} in ${folder} is not valid: ${JSON.stringify(invalid)}`);
  const { components = [] } = JSON.parse(text) as Sbom;
  const listed = components
    .map((component) => titleOf({ name: packageName(component), version: component.version ?? '' }))
    .filter((title) => !title.startsWith('cdk-atlas-privatelink '));
  const expected = packages.map(titleOf);
  if (listed.sort().join() !== expected.sort().join())
    throw new Error(`${SBOM_FILE} in ${folder} has ${listed.join(', ')}; bundled are ${expected.join(', ')}`);
}

function compareNotices(folder: string, packages: readonly BundledPackage[]): void {
  const notices = readFileSync(join(folder, NOTICES_FILE), 'utf8');
  const missing = packages.map(titleOf).filter((title) => !notices.includes(`\n${title} (`));
  if (missing.length > 0) throw new Error(`${NOTICES_FILE} in ${folder} lacks ${missing.join(', ')}`);
}

function titleOf({ name, version }: Pick<BundledPackage, 'name' | 'version'>): string {
  return `${name} ${version}`;
}
