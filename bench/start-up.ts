/** Bundle size and import time of each handler, beside a bundle of the libraries alone, in fresh processes. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { bundleHandlers, startBytes } from '../bin/bundle.js';
import { HANDLER_BUILD_OPTIONS } from '../bin/bundle-options.js';
import { HANDLERS } from '../lambda/contract/handlers.js';

export interface StartUpRow {
  readonly name: string;
  readonly kilobytes: number;
  readonly medianMilliseconds: number;
  /** Import time in relation to the libraries alone, paired run by execution. */
  readonly ratio: number;
}

const BASELINE = 'libraries alone (logger, Secrets Manager)';
const MEASURE = `
const begin = performance.now();
await import(process.argv[1]);
process.stdout.write(String(performance.now() - begin));
`;

export async function measureStartUp(rounds: number): Promise<StartUpRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'atlas-privatelink-bench-'));
  try {
    const sizes = await bundleHandlers(folder);
    const baselineBytes = await bundleBaseline(join(folder, 'baseline'));
    const bundles = [
      { name: BASELINE, bytes: baselineBytes, file: join(folder, 'baseline', 'index.mjs') },
      ...HANDLERS.map((name) => ({ name, bytes: sizes[name], file: join(folder, name, 'index.mjs') })),
    ];
    return measure(bundles, rounds);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Bundle {
  readonly name: string;
  readonly bytes: number;
  readonly file: string;
}

function measure(bundles: readonly Bundle[], rounds: number): StartUpRow[] {
  // In turns, so that a noisy minute hits all alike.
  const times = Array.from({ length: rounds }, () => bundles.map(({ file }) => importMilliseconds(file)));
  return bundles.map(({ name, bytes }, column) => ({
    name,
    kilobytes: Math.round(bytes / 1024),
    medianMilliseconds: median(times.map((row) => row[column] ?? Number.NaN)),
    ratio: median(times.map((row) => (row[column] ?? Number.NaN) / (row[0] ?? Number.NaN))),
  }));
}

function importMilliseconds(file: string): number {
  const environment = { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };
  const args = ['--input-type=module', '--eval', MEASURE, `file://${file}`];
  return Number(execFileSync(process.execPath, args, { encoding: 'utf8', env: environment }));
}

async function bundleBaseline(outdir: string): Promise<number> {
  const index = fileURLToPath(new URL('./baseline/libraries-alone.ts', import.meta.url));
  const { metafile } = await build({ ...HANDLER_BUILD_OPTIONS, entryPoints: { index }, outdir });
  return startBytes(metafile.outputs);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
