import * as v from 'valibot';

export type JsonRecord = Readonly<Record<string, unknown>>;

/** A JSON object. An array is not one: it has no fields, and would pass where no field is required. */
export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A JSON object with any fields. */
export const record = v.custom<JsonRecord>(isRecord, 'expected an object');
