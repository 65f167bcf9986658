import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';

/** Modification times of the zip files that this process has unzipped, by path. */
const times = new Map<string, number>();

/**
 * Unzips the file once, and again after each change of it.
 *
 * @returns the folder beside the zip file with its content
 */
export function unzipped(zipFile: string): string {
  const folder = zipFile.replace(/\.zip$/, '');
  const { mtimeMs } = statSync(zipFile);
  if (times.get(zipFile) === mtimeMs) return folder;
  // An earlier process may have unzipped another version.
  rmSync(folder, { recursive: true, force: true });
  for (const [name, content] of Object.entries(unzipSync(readFileSync(zipFile)))) {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  times.set(zipFile, mtimeMs);
  return folder;
}
