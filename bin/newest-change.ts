import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** When the file, or the youngest file in the folder, was changed. */
export async function newestChange(path: string): Promise<number> {
  const stats = await stat(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  const inside = await Promise.all((await readdir(path)).map((name) => newestChange(join(path, name))));
  return Math.max(stats.mtimeMs, ...inside);
}
