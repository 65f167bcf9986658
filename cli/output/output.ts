import { styleText } from 'node:util';

type Format = Parameters<typeof styleText>[0];

export interface OutputOptions {
  readonly json: boolean;
  readonly color: boolean;
}

/** Where a command writes: results to standard output, what goes on meanwhile to standard error. */
export interface Output {
  readonly isJson: boolean;
  /** For people; left out with `--output json`. */
  line(text?: string): void;
  /** For programs; left out with `--output table`. One document, or one a line. */
  json(value: unknown, layout?: 'document' | 'line'): void;
  /** Beside the result, for people. */
  note(text: string): void;
  paint(format: Format, text: string): string;
}

/** Colour for a terminal; plain text for a file, a pipe, and where NO_COLOR or --no-color asks for it. */
export function createOutput({ json, color }: OutputOptions): Output {
  const isColored = color && process.stdout.isTTY === true && !process.env.NO_COLOR;
  return {
    isJson: json,
    line: (text = '') => {
      if (!json) process.stdout.write(`${text}\n`);
    },
    json: (value, layout = 'document') => {
      if (json)
        process.stdout.write(`${JSON.stringify(value, undefined, layout === 'document' ? 2 : undefined)}\n`);
    },
    note: (text) => void process.stderr.write(`${text}\n`),
    paint: (format, text) => (isColored ? styleText(format, text) : text),
  };
}
