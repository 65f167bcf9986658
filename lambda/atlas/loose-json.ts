/** Reading of Atlas's JSON, in which any field may be null, missing, or of another type than documented. */
export type LooseJson = Readonly<Record<string, unknown>>;

/** @returns undefined when `text` is not JSON; `{}` for an empty body, which Atlas sends for some writes */
export function parseJson(text: string): unknown {
  if (text.trim() === '') return {};
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

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
