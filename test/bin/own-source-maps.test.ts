import { readFileSync } from 'node:fs';
import { SourceMap as NodeSourceMap, type SourceMapPayload } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encode } from '@jridgewell/sourcemap-codec';
import { describe, expect, it } from 'vitest';
import { ownSources } from '../../bin/own-source-maps.js';
import { HANDLERS } from '../../lambda/contract/handlers.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** A text that is part of every function. */
const LANDMARK = 'CANNOT_ACCEPT_ENDPOINTS';

/** Line and column, starting at 0. */
function positionOf(text: string, landmark: string) {
  const lines = text.slice(0, text.indexOf(landmark)).split('\n');
  return { line: lines.length - 1, column: (lines.at(-1) ?? '').length };
}

describe.each(HANDLERS)('the source map of %s', (handler) => {
  const folder = join(ROOT, 'dist', 'handlers', handler);
  const code = readFileSync(join(folder, 'index.mjs'), 'utf8');
  const map = JSON.parse(readFileSync(join(folder, 'index.mjs.map'), 'utf8')) as SourceMapPayload;

  it('is a file that the bundle refers to', () => {
    expect(code.trimEnd().split('\n').at(-1)).toBe('//# sourceMappingURL=index.mjs.map');
  });

  it('maps a position in the bundle to the line of our source', () => {
    expect(code.includes(LANDMARK)).toBe(true);
    const { line, column } = positionOf(code, LANDMARK);
    const entry = new NodeSourceMap(map).findEntry(line, column);
    if (!('originalSource' in entry)) throw new Error(`nothing is at ${line}:${column}`);
    const source = readFileSync(join(ROOT, entry.originalSource), 'utf8');
    expect(source.split('\n')[entry.originalLine]).toContain(LANDMARK);
  });

  it('contains only our own sources, without their text', () => {
    expect(map.sources.length).toBeGreaterThan(50);
    expect(map.sources.filter((source) => !source.startsWith('lambda/'))).toEqual([]);
    expect(map.sourcesContent).toBeUndefined();
  });
});

describe('a position in a third-party package', () => {
  it('is not mapped, and not to our source before it either', () => {
    const mappings = encode([
      [
        [0, 0, 4, 0],
        [10, 1, 0, 0],
        [20, 1, 1, 0],
        [30, 0, 5, 2],
      ],
    ]);
    const map = ownSources({
      version: 3,
      sources: ['../../../lambda/own.ts', '../../../node_modules/theirs/index.js'],
      names: [],
      mappings,
    });
    expect(map.sources).toEqual(['lambda/own.ts']);
    expect(map.mappings).toBe(encode([[[0, 0, 4, 0], [10], [30, 0, 5, 2]]]));
  });
});
