import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Modification time of the file, or of the newest file in the folder. */
export async function newestChange(path: string): Promise<number> {
  const stats = await stat(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  const inside = await Promise.all((await readdir(path)).map((name) => newestChange(join(path, name))));
  return Math.max(stats.mtimeMs, ...inside);
}
