/** Changes of a description. Each returns false if the description has no part that it could change. */
import { type Description, nameOf, type Operation, resolvedResponse, type Schema } from './description.js';

export type Amendment = (description: Description) => boolean;

const FIRST_VERSION = 'application/vnd.atlas.2023-01-01+json';
const ERROR = { 'application/json': { schema: { $ref: '#/components/schemas/ApiError' } } };

/** The operation answers with this status as well, with the body of another one. `{}` is an empty object. */
export function answers(operation: string, status: number, like: number | '{}'): Amendment {
  const empty = { [FIRST_VERSION]: { schema: { type: 'object', additionalProperties: false } } };
  return onOperations(operation, (one) => {
    const known = like === '{}' ? { description: 'OK', content: empty } : one.responses[like];
    if (known !== undefined) one.responses[status] = structuredClone(known);
  });
}

/** The operation refuses requests with this status as well. */
export function refuses(operation: string, status: number): Amendment {
  return onOperations(operation, ({ responses }) => {
    responses[status] ??= { description: 'Error', content: structuredClone(ERROR) };
  });
}

/** The operation refuses requests with this status, and without a body. */
export function refusesSilently(operation: string, status: number): Amendment {
  return onOperations(operation, ({ responses }) => {
    responses[status] = { description: 'Error' };
  });
}

/** The response of this status may have no body. */
export function mayBeEmpty(operation: string, status: number): Amendment {
  return (description) =>
    onOperations(operation, ({ responses }) => {
      const known = responses[status];
      if (known !== undefined)
        responses[status] = { ...resolvedResponse(description, known), 'x-may-be-empty': true };
    })(description);
}

/** The fields may be null. */
export function nullable(schema: string, ...fields: readonly string[]): Amendment {
  return onFields(schema, fields, (field) => {
    field.nullable = true;
  });
}

/** The field is any text, or a list of any texts. */
export function anyText(schema: string, field: string): Amendment {
  return onFields(schema, [field], (one) => {
    delete one.pattern;
    if (one.items !== undefined) delete (one.items as Schema).pattern;
  });
}

/** The field, or each element of the list, is anything. */
export function anything(schema: string, field: string): Amendment {
  return onFields(schema, [field], (one) => {
    if (one.items !== undefined) one.items = {};
    else for (const keyword of Object.keys(one)) delete one[keyword];
  });
}

/** The schema has this field as well. */
export function hasField(schema: string, field: string, type: Schema): Amendment {
  return onParts(schema, (part) => {
    if (part.properties === undefined) return false;
    (part.properties as Record<string, Schema>)[field] = type;
    return true;
  });
}

/** Requests may contain the fields. */
export function writable(schema: string, ...fields: readonly string[]): Amendment {
  return onFields(schema, fields, (field) => {
    delete field.readOnly;
  });
}

/** These values of the field that chooses the form of a body choose this schema as well. */
export function chooses(schema: string, subtype: string, ...values: readonly string[]): Amendment {
  return onParts(schema, ({ discriminator }) => {
    const { mapping } = Object(discriminator) as { mapping?: Record<string, string> };
    if (mapping === undefined) return false;
    for (const value of values) mapping[value] = `#/components/schemas/${subtype}`;
    return true;
  });
}

/** A value may fit several of the alternatives. */
export function notExclusive(schema: string): Amendment {
  return onParts(schema, (part) => {
    if (part.oneOf === undefined) return false;
    part.anyOf = part.oneOf;
    delete part.oneOf;
    return true;
  });
}

/** The field may be absent. */
export function optional(schema: string, field: string): Amendment {
  return onParts(schema, (part) => {
    const required = Array.isArray(part.required) ? part.required : [];
    if (!required.includes(field)) return false;
    part.required = required.filter((name) => name !== field);
    return true;
  });
}

/** @param name method and path below `/api/atlas/v2`; `*` for all operations */
function onOperations(name: string, change: (operation: Operation) => void): Amendment {
  return ({ paths }) => {
    const all = Object.entries(paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]) => ({
        name: `${method.toUpperCase()} ${path.replace(/^\/api\/atlas\/v2/, '')}`,
        operation,
      })),
    );
    const found = all.filter(
      (one) => one.operation.responses !== undefined && (name === '*' || one.name === name),
    );
    for (const { operation } of found) change(operation);
    return found.length > 0;
  };
}

function onFields(schema: string, fields: readonly string[], change: (field: Schema) => void): Amendment {
  return onParts(schema, ({ properties }) => {
    const all: Record<string, Schema> = Object(properties);
    const found = fields.flatMap((name) => (all[name] === undefined ? [] : [all[name]]));
    for (const field of found) change(field);
    return found.length > 0;
  });
}

/** The schema itself, and the parts that it combines without a name. */
function onParts(schema: string, change: (part: Schema) => boolean): Amendment {
  return ({ components: { schemas } }) => {
    const named = schemas[schema];
    if (named === undefined) return false;
    const parts = [named, ...((named.allOf as Schema[] | undefined) ?? [])];
    const own = parts.filter(({ $ref }) => $ref === undefined || nameOf($ref) === schema);
    return own.map(change).includes(true);
  };
}
