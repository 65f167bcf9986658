import { styleText } from 'node:util';

type Format = Parameters<typeof styleText>[0];

/** Colours for a terminal; plain text for a file, a pipe, or if `NO_COLOR` is set. */
export function styled(format: Format, text: string): string {
  return process.stdout.isTTY && !process.env.NO_COLOR ? styleText(format, text) : text;
}
