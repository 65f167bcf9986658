import { describe, expect, it } from 'vitest';
import { fittingColumns } from '../../../cli/output/columns.js';
import { tableLines } from '../../../cli/output/table.js';

describe('a table', () => {
  it('has columns as wide as their longest cell, and no trailing spaces', () => {
    expect(
      tableLines(
        ['ID', 'STATE', 'NOTE'],
        [
          ['vpce-1', 'ok', ''],
          ['vpce-22', 'pending', 'a long note'],
        ],
      ),
    ).toEqual(['ID       STATE    NOTE', 'vpce-1   ok', 'vpce-22  pending  a long note']);
  });

  it('keeps a row on one line', () => {
    expect(tableLines(['A', 'B'], [['one\n  two', 'x']])).toEqual(['A        B', 'one two  x']);
  });

  it('wraps the last column if there is room beside the others', () => {
    const rows = [['vpce-1', 'a note that is longer than its column']];
    expect(tableLines(['ID', 'NOTE'], rows, 36)).toEqual([
      'ID      NOTE',
      'vpce-1  a note that is longer than',
      '        its column',
    ]);
  });

  it('moves the last column below its row if there is no room, and keeps words whole', () => {
    const rows = [
      ['vpce-1', 'a note beside-nothing-at-all'],
      ['vpce-2', ''],
    ];
    expect(tableLines(['ID', 'NOTE'], rows, 20)).toEqual([
      'ID',
      '    NOTE',
      'vpce-1',
      '    a note',
      '    beside-nothing-at-all',
      'vpce-2',
    ]);
  });

  it('omits columns in their order until the others fit', () => {
    const columns = [
      { heading: 'ID', cell: () => 'vpce-1' },
      { heading: 'NAME', cell: () => 'payments', dropOrder: 2 },
      { heading: 'REGION', cell: () => 'eu-west-1', dropOrder: 1 },
      { heading: 'NOTE', cell: () => '' },
    ];
    const headings = (width: number) => fittingColumns(columns, [0], width).map(({ heading }) => heading);
    expect(headings(27)).toEqual(['ID', 'NAME', 'REGION', 'NOTE']);
    expect(headings(26)).toEqual(['ID', 'NAME', 'NOTE']);
    expect(headings(1)).toEqual(['ID', 'NOTE']);
  });

  it('is only a heading without rows', () => {
    expect(tableLines(['A', 'B'], [])).toEqual(['A  B']);
  });
});
