/** Lets the bundler leave out modules of ours of which a function uses nothing. */
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild';

const OWN = fileURLToPath(new URL('../lambda/', import.meta.url));

/**
 * Modules in `lambda` define things and do nothing else when they are loaded, which a test holds; the bundler cannot know
 * it of a table whose values are made by calls. `sideEffects` in the manifest would say it of the constructs too, where it
 * is not true.
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
