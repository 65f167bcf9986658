import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';

/** @returns the folder beside the zip file with what is in it */
export function unzipped(zipFile: string): string {
  const folder = zipFile.replace(/\.zip$/, '');
  if (existsSync(folder)) return folder;
  for (const [name, content] of Object.entries(unzipSync(readFileSync(zipFile)))) {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  return folder;
}
