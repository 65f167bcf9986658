/** Bundles the Lambda handlers into `dist/handlers`, where the constructs take them from. */
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { HANDLERS, type HandlerName } from '../lambda/contract/handlers.js';
import { HANDLER_BUILD_OPTIONS } from './bundle-options.js';
import { newestChange } from './newest-change.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const OUTPUT = join(ROOT, 'dist', 'handlers');

/** Bytes of what is loaded at start, for each handler; chunks behind a lazy import are not counted. */
export type BundleSizes = Readonly<Record<HandlerName, number>>;

/** Written last, so that its age is the age of the whole output. */
const SIZES_FILE = 'sizes.json';
const INPUTS = ['lambda', 'bin/bundle.ts', 'package-lock.json'];

/** Bundles unless nothing has changed since the last time. */
export async function bundleHandlersIfStale(): Promise<BundleSizes> {
  const sizesFile = join(OUTPUT, SIZES_FILE);
  const builtAt = await stat(sizesFile).then(
    ({ mtimeMs }) => mtimeMs,
    () => Number.NEGATIVE_INFINITY,
  );
  const changedAt = await Promise.all(INPUTS.map((input) => newestChange(join(ROOT, input))));
  if (builtAt < Math.max(...changedAt)) return bundleHandlers();
  return JSON.parse(await readFile(sizesFile, 'utf8')) as BundleSizes;
}

export async function bundleHandlers(outputFolder = OUTPUT): Promise<BundleSizes> {
  await rm(outputFolder, { recursive: true, force: true });
  const sizes = await Promise.all(
    HANDLERS.map(async (name) => [name, await bundleHandler(name, join(outputFolder, name))] as const),
  );
  const result = Object.fromEntries(sizes) as BundleSizes;
  await writeFile(join(outputFolder, SIZES_FILE), JSON.stringify(result));
  return result;
}

async function bundleHandler(name: HandlerName, outdir: string): Promise<number> {
  const entryPoints = { index: join(ROOT, 'lambda', 'handlers', `${name}.ts`) };
  const { metafile } = await build({ ...HANDLER_BUILD_OPTIONS, absWorkingDir: ROOT, entryPoints, outdir });
  return startBytes(metafile.outputs);
}

type Outputs = Record<string, { bytes: number; imports: { path: string; kind: string }[] }>;

/** The entry and everything that it imports statically. */
export function startBytes(outputs: Outputs): number {
  const seen = new Set<string>();
  const visit = (path: string): number => {
    const output = outputs[path];
    if (output === undefined || seen.has(path)) return 0;
    seen.add(path);
    const eager = output.imports.filter(({ kind }) => kind === 'import-statement');
    return output.bytes + eager.reduce((sum, { path: imported }) => sum + visit(imported), 0);
  };
  const entry = Object.keys(outputs).find((path) => path.endsWith('index.mjs')) ?? '';
  return visit(entry);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const sizes = await bundleHandlers();
  for (const [name, bytes] of Object.entries(sizes)) {
    console.log(`${name.padEnd(24)} ${Math.round(bytes / 1024)} KB at start`);
  }
}
