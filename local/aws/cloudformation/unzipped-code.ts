import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';

/** Time of the zip file that this process has unzipped, by its path. */
const times = new Map<string, number>();

/** @returns the folder beside the zip file with what is in it: once, while the zip file stays as it is */
export function unzipped(zipFile: string): string {
  const folder = zipFile.replace(/\.zip$/, '');
  const { mtimeMs } = statSync(zipFile);
  if (times.get(zipFile) === mtimeMs) return folder;
  // What an earlier process has left may be of another version.
  rmSync(folder, { recursive: true, force: true });
  for (const [name, content] of Object.entries(unzipSync(readFileSync(zipFile)))) {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  times.set(zipFile, mtimeMs);
  return folder;
}
