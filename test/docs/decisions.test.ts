import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const folder = join(dirname(fileURLToPath(import.meta.url)), '../../docs/decisions');
const records = readdirSync(folder).filter((name) => /^\d{4}-/.test(name));
const read = (name: string) => readFileSync(join(folder, name), 'utf8');

/** Number, title, status and date, as the record's first lines have them. */
function headOf(file: string) {
  const head =
    /^# (?<no>\d+)\. (?<title>.*)\n\nStatus: (?<status>.*)\. Date: (?<date>\d{4}-\d\d-\d\d)\.\n/.exec(
      read(file),
    );
  return head?.groups ?? {};
}

describe('the index of decisions', () => {
  it('has each record with its title, status and date, in order', () => {
    const rows = records.map((file) => {
      const { no, title, status, date } = headOf(file);
      return `| [${no}](${file}) | ${title} | ${status} | ${date} |`;
    });
    const index = read('README.md')
      .split('\n')
      .filter((line) => line.startsWith('| ['));
    expect(index).toEqual(rows);
  });

  it('is of records whose numbers are those of their files, each once', () => {
    const numbers = records.map((file) => Number(headOf(file).no));
    expect(numbers).toEqual(records.map((file) => Number(file.slice(0, 4))));
    expect(new Set(numbers).size).toBe(records.length);
  });

  it('leads to the record that supersedes or amends another', () => {
    for (const file of records) {
      const [, target] = /\((\d{4}-[^)]*\.md)\)/.exec(headOf(file).status ?? '') ?? [];
      if (target !== undefined) expect(records).toContain(target);
    }
  });
});
