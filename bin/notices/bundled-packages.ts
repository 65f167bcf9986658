import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Metafile } from 'esbuild';

export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  readonly folder: string;
}

/**
 * Third-party packages in a bundle, read from esbuild's metafile. Tests compare notices and SBOM with them, because
 * those come from another tool.
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
