/** Bundles the Lambda handlers into `dist/handlers`, from where the constructs take them. */
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Metafile } from 'esbuild';
import { HANDLERS, type HandlerName } from '../lambda/contract/handlers.js';
import { HANDLER_BUILD_OPTIONS, SOURCE_MAPS } from './bundle-options.js';
import { literalSchemaKeys } from './literal-schema-keys.js';
import { newestChange } from './newest-change.js';
import { bundleRecords, packageRecords } from './notices/bundle-records.js';
import { ownSourceMaps } from './own-source-maps.js';
import { pureOwnSources } from './pure-own-sources.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const DIST = join(ROOT, 'dist');
const OUTPUT = join(DIST, 'handlers');

/** Bytes that each handler loads at its start, without chunks that are imported lazily. */
export type BundleSizes = Readonly<Record<HandlerName, number>>;

/** Written last, so that its modification time is that of the whole output. */
const SIZES_FILE = 'sizes.json';
const INPUTS = [
  'lambda',
  'bin/bundle.ts',
  'bin/bundle-options.ts',
  'bin/literal-schema-keys.ts',
  'bin/own-source-maps.ts',
  'bin/pure-own-sources.ts',
  'bin/notices',
  'package-lock.json',
];

/** Bundles only if an input has changed since the last time. */
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
  return (await bundles(outputFolder)).sizes;
}

/**
 * Bundles what the package contains: the handlers in `dist/handlers`, and notices and SBOM of all of them in `dist`.
 */
async function bundlePackage(): Promise<BundleSizes> {
  const { sizes, metafiles } = await bundles(OUTPUT);
  const folders = HANDLERS.map((name) => join(OUTPUT, name));
  await packageRecords('cdk-atlas-privatelink', DIST, metafiles, folders);
  return sizes;
}

async function bundles(
  outputFolder: string,
): Promise<{ readonly sizes: BundleSizes; readonly metafiles: readonly Metafile[] }> {
  await rm(outputFolder, { recursive: true, force: true });
  const metafiles = await Promise.all(HANDLERS.map((name) => bundleHandler(name, join(outputFolder, name))));
  const sizes = Object.fromEntries(
    HANDLERS.map((name, index) => [name, startBytes(metafiles[index]?.outputs ?? {})]),
  ) as BundleSizes;
  await writeFile(join(outputFolder, SIZES_FILE), JSON.stringify(sizes));
  return { sizes, metafiles };
}

async function bundleHandler(name: HandlerName, outdir: string): Promise<Metafile> {
  const records = bundleRecords(`The function ${name} of cdk-atlas-privatelink`, outdir);
  const options = handlerBuild(name);
  const plugins = [...options.plugins, records, ownSourceMaps(outdir)];
  const { metafile } = await build({ ...options, outdir, plugins });
  return metafile;
}

/** esbuild options of a handler, without the output folder and the plugins that write files. */
export function handlerBuild(name: HandlerName) {
  const entryPoints = { index: join(ROOT, 'lambda', 'handlers', `${name}.ts`) };
  const plugins = [literalSchemaKeys(), pureOwnSources()];
  return { ...HANDLER_BUILD_OPTIONS, ...SOURCE_MAPS, absWorkingDir: ROOT, entryPoints, plugins };
}

type Outputs = Record<string, { bytes: number; imports: { path: string; kind: string }[] }>;

/** Bytes of the entry and of everything that it imports statically. */
function startBytes(outputs: Outputs): number {
  return loadedBytes(outputs, ['index']);
}

/** Bytes of the outputs with these source names, and of everything that they import statically. */
export function loadedBytes(outputs: Outputs, names: readonly string[]): number {
  const seen = new Set<string>();
  const visit = (path: string): number => {
    const output = outputs[path];
    if (output === undefined || seen.has(path)) return 0;
    seen.add(path);
    const eager = output.imports.filter(({ kind }) => kind === 'import-statement');
    return output.bytes + eager.reduce((sum, { path: imported }) => sum + visit(imported), 0);
  };
  return names.reduce((sum, name) => sum + visit(outputOf(outputs, name)), 0);
}

/** Path of an output by its source name. Chunks have a hash after the name, such as `ec2-client-ABCD1234.mjs`. */
export function outputOf(outputs: Outputs, name: string): string {
  const file = new RegExp(`(^|/)${name}(-[A-Z0-9]{8})?\\.mjs$`);
  return Object.keys(outputs).find((path) => file.test(path)) ?? '';
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const sizes = await bundlePackage();
  for (const [name, bytes] of Object.entries(sizes)) {
    console.log(`${name.padEnd(24)} ${Math.round(bytes / 1024)} KB at start`);
  }
}
