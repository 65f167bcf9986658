import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { expect } from 'vitest';
import { documentText } from './documents.js';

const ajv = new Ajv({ allErrors: true });
addFormats.default(ajv);

function schemaOf(name: string) {
  return JSON.parse(documentText(`docs/events/${name}.schema.json`));
}

const schema = schemaOf('link-concluded');
const reconciled = schemaOf('links-reconciled');

/** Enumerations in the schemas. */
export const SCHEMA_VALUES: Readonly<
  Record<'outcomes' | 'goals' | 'origins' | 'warnings' | 'driftKinds', string[]>
> = {
  outcomes: schema.properties.outcome.enum,
  goals: schema.properties.goal.enum,
  origins: schema.properties.origin.properties.kind.enum,
  warnings: schema.definitions.warning.properties.code.enum,
  driftKinds: reconciled.properties.drift.items.properties.kind.enum,
};

function validatorOf(compiled: object): (detail: unknown) => void {
  const validate = ajv.compile(compiled);
  return (detail) => {
    validate(detail);
    expect(validate.errors ?? []).toEqual([]);
  };
}

/** Validates the event that concludes an execution of a link. */
export const expectValidConclusion = validatorOf(schema);
/** Validates the event about new or changed connection strings. */
export const expectValidStrings = validatorOf(schemaOf('connection-strings-changed'));
/** Validates the event that concludes a reconciliation. */
export const expectValidReconciliation = validatorOf(reconciled);
