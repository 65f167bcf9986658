import { styleText } from 'node:util';

type Format = Parameters<typeof styleText>[0];

/** Colour for a terminal; plain text for a file, a pipe, and where NO_COLOR asks for it. */
export function styled(format: Format, text: string): string {
  return process.stdout.isTTY && !process.env.NO_COLOR ? styleText(format, text) : text;
}
