import { styleText } from 'node:util';
import { type Row, tableLines, UNLIMITED } from './table.js';

type Format = Parameters<typeof styleText>[0];

export const OUTPUT_FORMATS = ['table', 'wide', 'json'] as const;
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];

/**
 * Version of all JSON documents. A field that is removed or changes its meaning makes it 2; a new field does not.
 * Schemas: docs/cli.
 */
export const JSON_SCHEMA_VERSION = 1;

export interface OutputOptions {
  readonly format: OutputFormat;
  readonly color: boolean;
}

/** Where a command writes: results to standard output, progress to standard error. */
export interface Output {
  readonly isWide: boolean;
  /** Columns of the terminal; unlimited without a terminal, and with `--output wide`. */
  readonly width: number;
  /** For people; omitted with `--output json`. */
  line(text?: string): void;
  /** Like {@link line}, in columns that fit the width. */
  table(header: Row, rows: readonly Row[], paint?: (line: string) => string): void;
  /** For programs, with the version of the schema; omitted without `--output json`. One document, or one per line. */
  json(value: object, layout?: 'document' | 'line'): void;
  /** Progress and notes for people, separate from the result. */
  note(text: string): void;
  paint(format: Format, text: string): string;
}

/** Colour for a terminal; plain text for a file, a pipe, and if NO_COLOR or --no-color requests it. */
export function createOutput({ format, color }: OutputOptions): Output {
  const json = format === 'json';
  const width = format === 'wide' ? UNLIMITED : terminalWidth();
  const line = (text = '') => {
    if (!json) process.stdout.write(`${text}\n`);
  };
  const isColored = color && process.stdout.isTTY === true && !process.env.NO_COLOR;
  return {
    isWide: format === 'wide',
    width,
    line,
    table: (header, rows, paint = (text) => text) => {
      for (const text of tableLines(header, rows, width)) line(paint(text));
    },
    json: (value, layout = 'document') => {
      const document = { schemaVersion: JSON_SCHEMA_VERSION, ...value };
      if (json)
        process.stdout.write(
          `${JSON.stringify(document, undefined, layout === 'document' ? 2 : undefined)}\n`,
        );
    },
    note: (text) => void process.stderr.write(`${text}\n`),
    paint: (format, text) => (isColored ? styleText(format, text) : text),
  };
}

/** Output into a file or another program is not cut to a terminal's width, unless COLUMNS requests it. */
function terminalWidth(): number {
  const columns = Number(process.env.COLUMNS);
  if (columns > 0) return columns;
  return process.stdout.isTTY === true && process.stdout.columns > 0 ? process.stdout.columns : UNLIMITED;
}
