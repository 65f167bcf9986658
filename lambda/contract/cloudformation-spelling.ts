/**
 * Spelling of properties and attributes in templates, `Fn::GetAtt`, published events and the registry: the field name
 * with a capital first letter. `endpointId` is `EndpointId`.
 */

/** Renames all fields, those of nested objects too, to CloudFormation's spelling. */
export type InCloudFormation<T> = T extends readonly (infer Item)[]
  ? readonly InCloudFormation<Item>[]
  : T extends object
    ? { readonly [K in keyof T as Capitalize<K & string>]: InCloudFormation<T[K]> }
    : T;

/** The reverse: renames all fields to camelCase. */
export type FromCloudFormation<T> = T extends readonly (infer Item)[]
  ? readonly FromCloudFormation<Item>[]
  : T extends object
    ? { readonly [K in keyof T as Uncapitalize<K & string>]: FromCloudFormation<T[K]> }
    : T;

export function nameInCloudFormation(name: string): string {
  return name.slice(0, 1).toUpperCase() + name.slice(1);
}

function nameFromCloudFormation(name: string): string {
  return name.slice(0, 1).toLowerCase() + name.slice(1);
}

/** @param value JSON: texts, numbers, flags, and lists and objects of them */
export function inCloudFormation<T>(value: T): InCloudFormation<T> {
  // A function that renames the fields of any JSON cannot be typed without a cast.
  return renamed(value, nameInCloudFormation) as InCloudFormation<T>;
}

/** @param value JSON, as returned by {@link inCloudFormation} */
export function fromCloudFormation<T>(value: T): FromCloudFormation<T> {
  return renamed(value, nameFromCloudFormation) as FromCloudFormation<T>;
}

function renamed(value: unknown, rename: (name: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => renamed(item, rename));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, of]) => [rename(name), renamed(of, rename)]));
}
