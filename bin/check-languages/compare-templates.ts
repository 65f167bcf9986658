/** Compares complete templates, without exceptions. */

/** Maximum number of differences in a message. */
const SHOWN = 5;

/** @returns descriptions of the differences; empty if the templates are equal */
export function differences(expected: unknown, received: unknown): string[] {
  const all = differencesAt('', expected, received);
  const more = all.length - SHOWN;
  return more > 0 ? [...all.slice(0, SHOWN), `and ${more} more`] : all;
}

function differencesAt(path: string, expected: unknown, received: unknown): string[] {
  if (!isContainer(expected) || !isContainer(received) || Array.isArray(expected) !== Array.isArray(received))
    return Object.is(expected, received)
      ? []
      : [`${path || '(all)'}: TypeScript has ${shown(expected)}, received ${shown(received)}`];
  const keys = new Set([...Object.keys(expected), ...Object.keys(received)]);
  return [...keys].flatMap((key) =>
    differencesAt(path === '' ? key : `${path}.${key}`, expected[key], received[key]),
  );
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
