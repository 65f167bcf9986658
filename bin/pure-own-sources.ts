/** Allows the bundler to remove our own modules of which a function uses nothing. */
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild';

const OWN = fileURLToPath(new URL('../lambda/', import.meta.url));

/**
 * A test ensures that modules in `lambda` have no side effects when they are loaded. The bundler cannot infer this for
 * a table whose values are created by calls. `sideEffects` in the manifest would also apply to the constructs, which
 * have side effects.
 */
export function pureOwnSources(): Plugin {
  return {
    name: 'pure-own-sources',
    setup(build) {
      build.onResolve({ filter: /^\.\.?\/.+\.js$/ }, ({ importer, resolveDir, path }) => {
        if (!importer.startsWith(OWN)) return undefined;
        return { path: resolve(resolveDir, path).replace(/\.js$/, '.ts'), sideEffects: false };
      });
    },
  };
}
