/**
 * Size and import time of each handler in new processes, compared with a bundle of the libraries alone: first for what
 * a container loads at its start, then including clients that are loaded on their first use.
 */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type BuildOptions, build, type Metafile } from 'esbuild';
import { handlerBuild, loadedBytes, outputOf } from '../bin/bundle.js';
import { HANDLER_BUILD_OPTIONS } from '../bin/bundle-options.js';
import { literalSchemaKeys } from '../bin/literal-schema-keys.js';
import { HANDLERS, type HandlerName } from '../lambda/contract/handlers.js';

export interface StartUpRow {
  readonly name: string;
  readonly kilobytes: number;
  readonly medianMilliseconds: number;
  /** Import time relative to the libraries alone: median of the ratios of all rounds. */
  readonly ratio: number;
}

export interface StartUp {
  readonly rows: readonly StartUpRow[];
  /** Import time of the receiver with its EC2 client, relative to the libraries alone. */
  readonly receiveImportRatio: number;
}

const MEASURE = `
const files = process.argv.slice(1);
const begin = performance.now();
for (const file of files) await import(file);
process.stdout.write(String(performance.now() - begin));
`;

interface Bundle {
  readonly name: string;
  readonly bytes: number;
  /** Files that are imported one after another. */
  readonly files: readonly string[];
}

const BASELINE = 'client-ec2, client-secrets-manager and logger alone, imported by name';
const EC2 = 'ec2-client';
const SECRETS_MANAGER = 'secrets-manager-client';
const RECEIVER_WITH_EC2 = 'receive-endpoint-event with its EC2 client';

/** Further measurements: handlers together with clients that they load on first use. */
const WITH_CLIENTS: readonly (readonly [name: string, handler: HandlerName, clients: readonly string[]])[] = [
  [RECEIVER_WITH_EC2, 'receive-endpoint-event', [EC2]],
  ['receive-endpoint-event with EC2 and Secrets Manager', 'receive-endpoint-event', [EC2, SECRETS_MANAGER]],
  ['poll-link with Secrets Manager', 'poll-link', [SECRETS_MANAGER]],
];

export async function measureStartUp(rounds: number): Promise<StartUp> {
  const folder = await mkdtemp(join(tmpdir(), 'atlas-privatelink-bench-'));
  try {
    const rows = measure([...(await baselines(folder)), ...(await handlers(folder))], rounds);
    const receiveImportRatio = rows.find(({ name }) => name === RECEIVER_WITH_EC2)?.ratio ?? Number.NaN;
    return { rows, receiveImportRatio };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * All rows are compared with the first one, which is bundled like the functions, without the plugins for our own
 * sources.
 */
async function baselines(folder: string): Promise<Bundle[]> {
  const bundleOf = async (name: string, source: string, options: BuildOptions = {}) => {
    const index = fileURLToPath(new URL(`./baseline/${source}.ts`, import.meta.url));
    const outdir = join(folder, name);
    const outputs = await built({ ...HANDLER_BUILD_OPTIONS, ...options, entryPoints: { index } }, outdir);
    return loading(name, outputs, outdir, ['index']);
  };
  return [
    await bundleOf(BASELINE, 'libraries-alone'),
    await bundleOf('the same libraries as wholes', 'libraries-whole'),
    await bundleOf('the same by name, with lean schemas', 'libraries-alone', {
      plugins: [literalSchemaKeys()],
    }),
  ];
}

async function handlers(folder: string): Promise<Bundle[]> {
  const outputs = new Map<string, Metafile['outputs']>();
  for (const name of HANDLERS) outputs.set(name, await built(handlerBuild(name), join(folder, name)));
  const loads = [...HANDLERS.map((name) => [name, name, []] as const), ...WITH_CLIENTS];
  return loads.map(([name, handler, clients]) =>
    loading(name, outputs.get(handler) ?? {}, join(folder, handler), ['index', ...clients]),
  );
}

async function built(options: BuildOptions, outdir: string): Promise<Metafile['outputs']> {
  const { metafile } = await build({ ...options, outdir, metafile: true });
  return metafile.outputs;
}

/** @param sources names of the source files of the entry and of chunks */
function loading(
  name: string,
  outputs: Metafile['outputs'],
  outdir: string,
  sources: readonly string[],
): Bundle {
  const files = sources.map((source) => join(outdir, basename(outputOf(outputs, source))));
  return { name, bytes: loadedBytes(outputs, sources), files };
}

function measure(bundles: readonly Bundle[], rounds: number): StartUpRow[] {
  // All bundles are measured in each round, so that other load on the machine affects all of them.
  const times = Array.from({ length: rounds }, () => bundles.map(({ files }) => importMilliseconds(files)));
  return bundles.map(({ name, bytes }, column) => ({
    name,
    kilobytes: Math.round(bytes / 1024),
    medianMilliseconds: median(times.map((row) => row[column] ?? Number.NaN)),
    ratio: median(times.map((row) => (row[column] ?? Number.NaN) / (row[0] ?? Number.NaN))),
  }));
}

function importMilliseconds(files: readonly string[]): number {
  const environment = { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };
  const urls = files.map((file) => pathToFileURL(file).href);
  const args = ['--input-type=module', '--eval', MEASURE, ...urls];
  return Number(execFileSync(process.execPath, args, { encoding: 'utf8', env: environment }));
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
