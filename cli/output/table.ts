export type Row = readonly string[];

const GAP = '  ';

/** Columns as wide as their longest cell; the last one as it comes. Line breaks inside cells become spaces. */
export function tableLines(header: Row, rows: readonly Row[]): string[] {
  const cells = [header, ...rows].map((row) => row.map((cell) => cell.replace(/\s*\n\s*/g, ' ')));
  const widths = header.map((_, column) => Math.max(...cells.map((row) => [...(row[column] ?? '')].length)));
  return cells.map((row) =>
    row
      .map((cell, column) =>
        column === row.length - 1 ? cell : cell + ' '.repeat((widths[column] ?? 0) - [...cell].length),
      )
      .join(GAP)
      .trimEnd(),
  );
}
