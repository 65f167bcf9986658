/** MongoDB's description of the Admin API, as far as this check reads it: OpenAPI 3.0, in JSON or YAML. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** A JSON schema in the spelling of OpenAPI 3.0. */
export type Schema = { [keyword: string]: unknown };

export interface MediaTypes {
  readonly content?: { [mediaType: string]: { readonly schema?: Schema } };
  readonly description?: string;
  /** Set by an amendment: the response may have no body. */
  readonly 'x-may-be-empty'?: boolean;
}

export interface Operation {
  readonly responses: { [status: string]: MediaTypes & { readonly $ref?: string } };
  readonly requestBody?: MediaTypes;
  readonly [name: string]: unknown;
}

export interface Description {
  readonly openapi: string;
  /** Operations by path, and then by method in lower case. */
  readonly paths: { [path: string]: { [method: string]: Operation } };
  readonly components: {
    readonly schemas: { [name: string]: Schema };
    readonly responses: { [name: string]: MediaTypes };
    readonly [section: string]: unknown;
  };
}

/** @throws Error for a file that is not a description in OpenAPI 3.0 */
export function readDescription(file: string): Description {
  // A parser of YAML 1.2 reads JSON as well, but slowly.
  const text = readFileSync(file, 'utf8');
  const read: unknown = text.trimStart().startsWith('{') ? JSON.parse(text) : parse(text);
  if (isDescription(read)) return read;
  throw new Error(`"${file}" is not a description in OpenAPI 3.0 with paths, schemas and responses.`);
}

function isDescription(value: unknown): value is Description {
  const { openapi, paths, components } = Object(value) as Partial<Description>;
  return (
    String(openapi).startsWith('3.0') &&
    paths !== undefined &&
    components?.schemas !== undefined &&
    components.responses !== undefined
  );
}

/** Name of the component that a reference such as `#/components/schemas/Group` points to. */
export function nameOf(reference: unknown): string {
  return String(reference).split('/').at(-1) ?? '';
}

/** The response, also where it is a component that several operations share. */
export function resolvedResponse(
  { components }: Description,
  response: Operation['responses'][string],
): MediaTypes {
  return response.$ref === undefined ? response : (components.responses[nameOf(response.$ref)] ?? {});
}
