import { stripVTControlCharacters } from 'node:util';

export type Row = readonly string[];

const GAP = '  ';
/** Indentation of the last cell if it is moved below its row. */
const FOLDED = '    ';
/** Minimum readable width of the last column. */
const LEAST_LAST_COLUMN = 24;

/** Wider than any row. */
export const UNLIMITED = Number.POSITIVE_INFINITY;

/**
 * Columns are as wide as their longest cell. The last one has the remaining width: it is wrapped there, or moved below
 * its row if that is too narrow. Line breaks inside cells become spaces.
 */
export function tableLines(header: Row, rows: readonly Row[], width = UNLIMITED): string[] {
  const cells = [header, ...rows].map((row) => row.map((cell) => cell.replace(/\s*\n\s*/g, ' ')));
  const widths = header.slice(0, -1).map((_, column) => columnWidth(cells, column));
  const before = widths.reduce((sum, one) => sum + one + GAP.length, 0);
  const isWhole = Math.max(...cells.map((row) => before + lengthOf(row.at(-1) ?? ''))) <= width;
  const isFolded = !isWhole && width - before < LEAST_LAST_COLUMN;
  const indent = isFolded ? FOLDED : ' '.repeat(before);
  return cells.flatMap((row) => {
    const begin = row.slice(0, -1).map((cell, column) => padded(cell, widths[column] ?? 0) + GAP);
    const last = wrapped(row.at(-1) ?? '', width - indent.length);
    const [first = '', ...others] = isFolded ? ['', ...last] : last;
    return [begin.join('') + first, ...others.map((line) => indent + line)]
      .map((line) => line.trimEnd())
      .filter((line, index) => index === 0 || line !== '');
  });
}

/** Wraps lines to this width; a longer word is not broken, so that it can be copied. */
export function wrapped(text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && lengthOf(longer) > width) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

export function columnWidth(rows: readonly Row[], column: number): number {
  return Math.max(0, ...rows.map((row) => lengthOf(row[column] ?? '')));
}

export function spaceOf(width: number): number {
  return width + GAP.length;
}

function padded(cell: string, width: number): string {
  return cell + ' '.repeat(width - lengthOf(cell));
}

/** Counts visible characters, not UTF-16 units or colour codes. */
function lengthOf(text: string): number {
  return [...stripVTControlCharacters(text)].length;
}
