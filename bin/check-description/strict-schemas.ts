/** Translates schemas of OpenAPI 3.0 into JSON schema, strictly: a field that is not described is a fault. */
import type { Schema } from './description.js';

/** Keywords that contain schemas in a list, in a map, or as their value. */
const LISTS = ['allOf', 'anyOf', 'oneOf'];
const MAPS = ['properties'];
const SINGLE = ['items'];
/** Name of the description in references. */
export const DESCRIPTION = 'description';
/** Keywords that say nothing about a value. */
const REMARKS = /^(x-.*|description|example|externalDocs|title|default|readOnly|writeOnly|deprecated|xml)$/;

/** @param schemas all components, of which some are objects with any fields */
export function strictSchema(schema: Schema, schemas: Readonly<Record<string, Schema>>): Schema {
  return closed(schema, translated(schema, schemas), schemas);
}

/** The same without a decision about unknown fields, for a component that other schemas combine. */
export function translated(schema: Schema, schemas: Readonly<Record<string, Schema>>): Schema {
  const result: Schema = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (REMARKS.test(keyword) || keyword === 'nullable') continue;
    if (LISTS.includes(keyword))
      result[keyword] = (value as Schema[]).map((part) => translated(part, schemas));
    else if (MAPS.includes(keyword)) result[keyword] = mapped(value as Record<string, Schema>, schemas);
    else if (keyword === 'not') result.not = translated(value as Schema, schemas);
    else if (SINGLE.includes(keyword)) result[keyword] = strictSchema(value as Schema, schemas);
    else if (keyword === 'additionalProperties' && typeof value === 'object')
      result[keyword] = strictSchema(value as Schema, schemas);
    else result[keyword] = keyword === '$ref' ? `${DESCRIPTION}${value}` : value;
  }
  return schema.nullable === true ? orNull(result) : result;
}

function mapped(properties: Readonly<Record<string, Schema>>, schemas: Readonly<Record<string, Schema>>) {
  return Object.fromEntries(
    Object.entries(properties).map(([name, part]) => [name, strictSchema(part, schemas)]),
  );
}

function orNull(schema: Schema): Schema {
  return { anyOf: [schema, { type: 'null' }] };
}

function closed(source: Schema, schema: Schema, schemas: Readonly<Record<string, Schema>>): Schema {
  return isFree(source, schemas) ? schema : { ...schema, unevaluatedProperties: false };
}

/** An object without described fields may have any. */
function isFree(schema: Schema, schemas: Readonly<Record<string, Schema>>): boolean {
  if (typeof schema.$ref === 'string') {
    const target = schemas[schema.$ref.slice('#/components/schemas/'.length)] ?? {};
    return isFree(target, schemas);
  }
  if (LISTS.some((keyword) => keyword in schema)) return false;
  // A copy that was reduced to some operations marks shortened schemas in this way.
  return !('properties' in schema) || 'x-trimmed' in schema;
}
