import { describe, expect, it } from 'vitest';
import { tableLines } from '../../../cli/output/table.js';

describe('a table', () => {
  it('has columns as wide as their longest cell, and nothing behind the last', () => {
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

  it('is a heading alone without rows', () => {
    expect(tableLines(['A', 'B'], [])).toEqual(['A  B']);
  });
});
