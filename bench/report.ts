/** Output of a benchmark: tables as they are measured, or only JSON at the end. */

export class Report {
  readonly results: Record<string, unknown> = {};

  constructor(private readonly isQuiet: boolean) {}

  heading(text: string): void {
    if (!this.isQuiet) console.log(`\n${text}\n${'-'.repeat(text.length)}`);
  }

  table(name: string, rows: readonly object[]): void {
    this.results[name] = rows;
    if (!this.isQuiet) console.table(rows.map(shownRow));
  }

  /** Prints the progress of a long measurement, which is not part of the JSON. */
  progress(text: string): void {
    if (!this.isQuiet) console.error(text);
  }

  note(name: string, value: number): void {
    this.results[name] = value;
    if (!this.isQuiet) console.log(`${name}: ${shortened(value)}`);
  }

  numbers(numbers: Readonly<Record<string, number | undefined>>): void {
    this.results.numbers = numbers;
    this.heading('Key figures');
    if (!this.isQuiet) console.table(shownRow(numbers));
  }
}

function shownRow(row: object): object {
  return Object.fromEntries(Object.entries(row).map(([key, value]) => [key, shown(value)]));
}

function shown(value: unknown): unknown {
  if (typeof value === 'number') return shortened(value);
  return typeof value === 'object' && value !== null ? JSON.stringify(shownRow(value)) : value;
}

function shortened(value: number): number {
  return Math.abs(value) < 0.01 ? Number(value.toPrecision(3)) : Math.round(value * 100) / 100;
}
