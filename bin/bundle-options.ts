import type { BuildOptions } from 'esbuild';

/**
 * Reasons, all measured with these functions: `mainFields` halves the bundle, because esbuild's default for Node.js
 * prefers CommonJS. A bundled SDK loads several times faster than the one of the runtime. `splitting` keeps the EC2
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
  // CommonJS dependencies inside an ES module still call `require`.
  banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
  logLevel: 'warning',
  metafile: true,
  // Written to separate files, whose text becomes part of the notices.
  legalComments: 'external',
} as const satisfies BuildOptions;

/** Source maps for the functions only: the logs of a deployed function are read by people who have not built it. */
export const SOURCE_MAPS = { sourcemap: 'linked', sourcesContent: false } as const satisfies BuildOptions;
