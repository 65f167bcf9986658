import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { expect } from 'vitest';
import { documentText } from './documents.js';

const schema = JSON.parse(documentText('docs/events/link-concluded.schema.json'));
const ajv = new Ajv({ allErrors: true });
addFormats.default(ajv);
const validate = ajv.compile(schema);

/** The schema's lists of what a field may be. */
export const SCHEMA_VALUES: Readonly<Record<'outcomes' | 'goals' | 'origins' | 'warnings', string[]>> = {
  outcomes: schema.properties.outcome.enum,
  goals: schema.properties.goal.enum,
  origins: schema.properties.origin.properties.kind.enum,
  warnings: schema.definitions.warning.properties.code.enum,
};

/** Of the event that concludes a run of a link. */
export function expectValidConclusion(detail: unknown): void {
  validate(detail);
  expect(validate.errors ?? []).toEqual([]);
}
