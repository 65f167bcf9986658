import type { BuildOptions } from 'esbuild';

/**
 * Measured for these functions: `mainFields` halves the bundle against esbuild's default for node (which prefers
 * CommonJS), bundling the SDK is several times faster to load than the runtime's own, `splitting` keeps the EC2
 * client out of the start-up.
 */
export const HANDLER_BUILD_OPTIONS = {
  bundle: true,
  platform: 'node',
  target: 'node22',
  format: 'esm',
  mainFields: ['module', 'main'],
  splitting: true,
  minify: true,
  outExtension: { '.js': '.mjs' },
  // CommonJS dependencies inside an ES module still ask for `require`.
  banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
  logLevel: 'warning',
  metafile: true,
  // In files of their own, whose text becomes part of the notices.
  legalComments: 'external',
} as const satisfies BuildOptions;

/** Of the functions alone: the log of a function is read by somebody else than who has made it. */
export const SOURCE_MAPS = { sourcemap: 'linked', sourcesContent: false } as const satisfies BuildOptions;
