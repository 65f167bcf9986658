import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest, Release } from './release.js';

/**
 * @param root folder of the repository
 * @param tag tag of the commit; undefined outside of a release workflow
 */
export function readRelease(root: string, tag: string | undefined): Release {
  const read = (...path: string[]) => readFileSync(join(root, ...path), 'utf8');
  const packages = readdirSync(join(root, 'packages')).map((name) => `packages/${name}`);
  const manifests = ['.', ...packages].map(
    (folder) => [folder, JSON.parse(read(folder, 'package.json')) as Manifest] as const,
  );
  return {
    manifests: Object.fromEntries(manifests),
    changelog: read('CHANGELOG.md'),
    readme: read('README.md'),
    tag,
  };
}
