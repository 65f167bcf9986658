/** Source maps of our own code, which are needed to read stack traces in the logs of the functions. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decode, encode } from '@jridgewell/sourcemap-codec';
import type { Plugin } from 'esbuild';

export interface SourceMap {
  readonly version: 3;
  readonly sources: readonly string[];
  readonly names: readonly string[];
  readonly mappings: string;
}

/**
 * Removes third-party sources from the source maps of a folder. They are most of a map, which is deployed with the
 * function, and positions in them do not help readers of its log.
 */
export function ownSourceMaps(outputFolder: string): Plugin {
  return {
    name: 'own-source-maps',
    setup(build) {
      build.onEnd(async ({ errors }) => {
        if (errors.length > 0) return;
        const maps = (await readdir(outputFolder)).filter((file) => file.endsWith('.map'));
        for (const map of maps) {
          const file = join(outputFolder, map);
          const own = ownSources(JSON.parse(await readFile(file, 'utf8')) as SourceMap);
          await writeFile(file, `${JSON.stringify(own)}\n`);
        }
      });
    },
  };
}

/** The map with only our own sources, with paths relative to the repository, and without variable names. */
export function ownSources({ version, sources, mappings }: SourceMap): SourceMap {
  const kept = sources.filter((source) => !source.includes('node_modules/'));
  const places = new Map(kept.map((source, place) => [source, place]));
  const lines = decode(mappings).map((line) =>
    line.map(([column, source, sourceLine, sourceColumn]): [number] | [number, number, number, number] => {
      const place = source === undefined ? undefined : places.get(sources[source] ?? '');
      // A segment with only a column ends the previous one and maps the following code to no source.
      return place === undefined ? [column] : [column, place, sourceLine ?? 0, sourceColumn ?? 0];
    }),
  );
  return {
    version,
    sources: kept.map((source) => source.replace(/^(\.\.\/)+/, '')),
    names: [],
    mappings: encode(lines.map(withoutRepetition)),
  };
}

/** Removes a segment without a source after another one. */
function withoutRepetition<Segment extends readonly number[]>(line: readonly Segment[]): Segment[] {
  return line.filter((segment, place) => segment.length > 1 || (line[place - 1]?.length ?? 2) > 1);
}
