/**
 * Makes plain schemas of discriminators. OpenAPI's general type lists its subtypes, which in turn contain the general
 * type. A validator that knows references only would follow them without end, or would not see the subtypes at all.
 */
import { type Description, nameOf, type Schema } from './description.js';

const SCHEMAS = '#/components/schemas/';

interface Discriminator {
  readonly propertyName: string;
  readonly mapping?: Readonly<Record<string, string>>;
}

interface Subtype {
  readonly property: string;
  readonly value: string;
  readonly $ref: string;
}

/**
 * Two forms with the same meaning. A generator of values needs `branches`. With `conditions`, a validator names the
 * faults of the subtype that is meant, and not those of all others.
 */
export type SubtypeForm = 'branches' | 'conditions';

const FORMS: Readonly<Record<SubtypeForm, (subtypes: readonly Subtype[]) => Schema>> = {
  branches: (subtypes) => ({ anyOf: subtypes.map((one) => ({ allOf: [isOf([one]), { $ref: one.$ref }] })) }),
  conditions: (subtypes) => ({
    allOf: [
      isOf(subtypes),
      ...subtypes.map((one) => ({ anyOf: [{ not: isOf([one]) }, { $ref: one.$ref }] })),
    ],
  }),
};

/** Changes the description in place. */
export function resolveSubtypes({ components: { schemas } }: Description, form: SubtypeForm): void {
  for (const [name, schema] of Object.entries(schemas)) {
    const { discriminator, oneOf: _, ...common } = schema;
    const { propertyName: property, mapping = {} } = Object(discriminator) as Partial<Discriminator>;
    if (property === undefined || Object.keys(mapping).length === 0) continue;
    const commonName = `${name}.common`;
    schemas[commonName] = common;
    const subtypes = Object.entries(mapping).map(([value, $ref]) => ({ property, value, $ref }));
    schemas[name] = FORMS[form](subtypes);
    for (const subtype of new Set(Object.values(mapping).map(nameOf)))
      replaceReference(schemas[subtype], `${SCHEMAS}${name}`, `${SCHEMAS}${commonName}`);
  }
}

function isOf(subtypes: readonly Subtype[]): Schema {
  const property = subtypes[0]?.property ?? '';
  return { properties: { [property]: { enum: subtypes.map(({ value }) => value) } }, required: [property] };
}

function replaceReference(subtype: Schema | undefined, from: string, to: string): void {
  const parts = subtype?.allOf;
  if (!Array.isArray(parts)) return;
  for (const part of parts as Schema[]) if (part.$ref === from) part.$ref = to;
}
