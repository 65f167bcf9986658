/**
 * Maximum depth, width and length of a value that is shown: an event may be nested without limit or hold a megabyte.
 */
const DEPTH = 3;
const ENTRIES = 4;
const CHARACTERS = 80;

/** Shortens a value for an error message, to one line. Never throws, and does not read all of a large value. */
export function shown(value: unknown): string {
  const text = render(value, DEPTH);
  return text.length > CHARACTERS ? `${text.slice(0, CHARACTERS - 3)}...` : text;
}

function render(value: unknown, depth: number): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, CHARACTERS));
  if (typeof value !== 'object' || value === null) return String(value).slice(0, CHARACTERS);
  if (depth === 0) return '...';
  return Array.isArray(value) ? renderList(value, depth) : renderFields(value, depth);
}

function renderList(values: readonly unknown[], depth: number): string {
  const parts = values.slice(0, ENTRIES).map((value) => render(value, depth - 1));
  return `[${[...parts, ...(values.length > ENTRIES ? ['...'] : [])].join(',')}]`;
}

function renderFields(value: object, depth: number): string {
  const entries = Object.entries(value);
  const parts = entries
    .slice(0, ENTRIES)
    .map(([key, inside]) => `${render(key, depth)}:${render(inside, depth - 1)}`);
  return `{${[...parts, ...(entries.length > ENTRIES ? ['...'] : [])].join(',')}}`;
}
