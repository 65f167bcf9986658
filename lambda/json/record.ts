import * as v from 'valibot';

export type JsonRecord = Readonly<Record<string, unknown>>;

/** A JSON object. A list is none: it has no fields, and would pass where none is required. */
export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A JSON object of any fields. */
export const record = v.custom<JsonRecord>(isRecord, 'expected an object');
