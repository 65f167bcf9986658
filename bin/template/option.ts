/** An option that a parameter switches on. The constructs are synthesized with it and without it. */
export interface Option {
  readonly name: string;
  /** Logical id of the condition. */
  readonly condition: string;
}

/** Names of the options that are on. */
export type Choices = ReadonlySet<string>;

/** A JSON value of a template. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** True for an intrinsic function: `{ Ref: … }` or `{ 'Fn::…': … }`. */
export function isIntrinsic(value: JsonObject): boolean {
  const [name = '', ...others] = Object.keys(value);
  return others.length === 0 && (name === 'Ref' || name.startsWith('Fn::'));
}
