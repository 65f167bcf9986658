import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Metafile } from 'esbuild';

export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  readonly folder: string;
}

/**
 * The packages of others in a bundle, as esbuild's record names them: what the notices and the SBOM are compared with,
 * read by other means than they are.
 *
 * @param workingFolder to which the paths of the metafile are relative
 */
export function bundledPackages({ outputs }: Metafile, workingFolder: string): readonly BundledPackage[] {
  const inputs = Object.values(outputs).flatMap((output) => Object.keys(output.inputs));
  const folders = new Set(
    inputs.flatMap((input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(input)?.[0] ?? []),
  );
  return [...folders].map((folder) => {
    const path = resolve(workingFolder, folder);
    const { name, version } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')) as BundledPackage;
    return { name, version, folder: path };
  });
}
