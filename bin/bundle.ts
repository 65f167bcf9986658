/** Bundles the Lambda handlers into `dist/handlers`, where the constructs take them from. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';
import { HANDLERS, type HandlerName } from '../lambda/contract/handlers.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const OUTPUT = join(ROOT, 'dist', 'handlers');

/**
 * Measured for these functions: `mainFields` halves the bundle against esbuild's default for node (which prefers
 * CommonJS), bundling the SDK is several times faster to load than the runtime's own, `splitting` keeps the EC2
 * client out of the start-up. No source map option: it costs 27 ms at each start.
 */
export const HANDLER_BUILD_OPTIONS = {
  bundle: true,
  platform: 'node',
  target: 'node22',
  format: 'esm',
  mainFields: ['module', 'main'],
  splitting: true,
  minify: true,
  // Names of errors are literals, but class names appear in logs.
  keepNames: true,
  outExtension: { '.js': '.mjs' },
  // CommonJS dependencies inside an ES module still ask for `require`.
  banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
  logLevel: 'warning',
  metafile: true,
  legalComments: 'none',
} as const satisfies BuildOptions;

/** @returns bytes of what is loaded at start (chunks behind a lazy import not counted), for each handler */
export async function bundleHandlers(outputFolder = OUTPUT): Promise<Record<HandlerName, number>> {
  await rm(outputFolder, { recursive: true, force: true });
  const sizes = await Promise.all(
    HANDLERS.map(async (name) => [name, await bundleHandler(name, join(outputFolder, name))] as const),
  );
  return Object.fromEntries(sizes) as Record<HandlerName, number>;
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
