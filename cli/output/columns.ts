import { columnWidth, type Row, spaceOf } from './table.js';

/** A column of a table that may be dropped in a narrow terminal. */
export interface Column<T> {
  readonly heading: string;
  cell(item: T): string;
  /** Shown only with `--output wide`. */
  readonly isWide?: boolean;
  /** 1 is dropped first. Default: the column is never dropped. */
  readonly dropOrder?: number;
}

/** Drops columns until those before the last one fit: the last one is wrapped or folded. */
export function fittingColumns<T>(
  columns: readonly Column<T>[],
  items: readonly T[],
  width: number,
): readonly Column<T>[] {
  const droppable = columns.filter(({ dropOrder }) => dropOrder !== undefined);
  const [first] = [...droppable].sort((a, b) => (a.dropOrder ?? 0) - (b.dropOrder ?? 0));
  if (first === undefined || widthBesideLast(columns, items) <= width) return columns;
  return fittingColumns(
    columns.filter((column) => column !== first),
    items,
    width,
  );
}

function widthBesideLast<T>(columns: readonly Column<T>[], items: readonly T[]): number {
  return columns
    .slice(0, -1)
    .map((column) => columnWidth([[column.heading], ...items.map((item) => [column.cell(item)])], 0))
    .reduce((sum, width) => sum + spaceOf(width), -spaceOf(0));
}

export function rowsOf<T>(columns: readonly Column<T>[], items: readonly T[]): Row[] {
  return items.map((item) => columns.map((column) => column.cell(item)));
}
