/** Reading of JSON that this automation has written itself, or somebody else in its place: nothing here throws. */
export type LooseJson = Readonly<Record<string, unknown>>;

/** @returns undefined when `text` is not JSON */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function recordOf(value: unknown): LooseJson {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as LooseJson) : {};
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
