/** Compares responses with a description. */
import { Ajv2019, type ErrorObject, type ValidateFunction } from 'ajv/dist/2019.js';
import addFormats from 'ajv-formats';
import { type Description, type MediaTypes, resolvedResponse, type Schema } from './description.js';
import { DESCRIPTION, strictSchema, translated } from './strict-schemas.js';

/** A request, and the response to it. */
export interface Exchange {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly status: number;
  /** `Content-Type` of the response; empty if there is none. */
  readonly contentType: string;
  readonly body: string;
}

export interface Judgement {
  /** Method and path of the operation; undefined if the description does not have it. */
  readonly operation: string | undefined;
  /** What the description does not allow. */
  readonly findings: readonly string[];
}

interface Described {
  readonly operation: string;
  readonly pattern: RegExp;
  readonly method: string;
  readonly responses: Readonly<Record<string, MediaTypes>>;
}

export class Judge {
  private readonly operations: readonly Described[];
  private readonly validator: Ajv2019;
  private readonly compiled = new Map<string, ValidateFunction>();

  constructor(private readonly description: Description) {
    this.operations = operationsOf(description).sort((a, b) => parametersIn(a) - parametersIn(b));
    this.validator = validatorOf(description.components.schemas);
  }

  judge(exchange: Exchange): Judgement {
    const found = this.operations.find(
      ({ method, pattern }) => method === exchange.method && pattern.test(exchange.path),
    );
    if (found === undefined) return { operation: undefined, findings: [] };
    return { operation: found.operation, findings: this.findingsOf(found, exchange) };
  }

  private findingsOf({ operation, responses }: Described, exchange: Exchange): string[] {
    const { status, contentType, body } = exchange;
    const response = responses[status];
    if (response === undefined) return [`status ${status} is not described`];
    const { content = {}, 'x-may-be-empty': mayBeEmpty = false } = response;
    const mediaTypes = Object.keys(content);
    if (body === '') return mayBeEmpty || mediaTypes.length === 0 ? [] : [`status ${status} has no body`];
    const mediaType = contentType.replace(/;.*$/, '');
    const described = content[mediaType];
    if (described === undefined)
      return [`status ${status} has the media type "${mediaType}", not ${mediaTypes.join(', ') || 'none'}`];
    if (described.schema === undefined) return [];
    const key = `${operation} ${status} ${mediaType}`;
    return this.faultsOf(key, described.schema, body).map((fault) => `status ${status}: ${fault}`);
  }

  private faultsOf(key: string, schema: Schema, body: string): string[] {
    const known = this.compiled.get(key);
    const validate =
      known ?? this.validator.compile(strictSchema(schema, this.description.components.schemas));
    this.compiled.set(key, validate);
    if (validate(JSON.parse(body))) return [];
    return textsOf(validate.errors ?? []);
  }
}

/** Keywords whose parts report their own faults. */
const COMBINATIONS = ['anyOf', 'not'];

function textsOf(errors: readonly ErrorObject[]): string[] {
  const own = errors.filter(({ keyword }) => !COMBINATIONS.includes(keyword));
  // Where anything else is wrong, the fields of the schema that failed count as unknown, too.
  const others = own.filter(({ keyword }) => keyword !== 'unevaluatedProperties');
  const texts = (others.length > 0 ? others : own).map(
    ({ instancePath, message, params }) =>
      `${instancePath.replace(/\/\d+(?=\/|$)/g, '/*') || '/'} ${message}: ${Object.values(params).join(', ')}`,
  );
  return [...new Set(texts)];
}

/** `/containers/all` comes before `/containers/{containerId}`, which it matches as well. */
function parametersIn({ operation }: Described): number {
  return operation.split('{').length;
}

function operationsOf(description: Description): Described[] {
  return Object.entries(description.paths).flatMap(([path, item]) =>
    Object.entries(item).flatMap(([method, operation]) =>
      operation.responses === undefined
        ? []
        : [
            {
              operation: `${method.toUpperCase()} ${path}`,
              method: method.toUpperCase(),
              pattern: new RegExp(`^${path.replace(/\{[^}]+\}/g, '[^/]+').replaceAll('.', '\\.')}$`),
              responses: Object.fromEntries(
                Object.entries(operation.responses).map(([status, response]) => [
                  status,
                  resolvedResponse(description, response),
                ]),
              ),
            },
          ],
    ),
  );
}

function validatorOf(schemas: Readonly<Record<string, Schema>>): Ajv2019 {
  const validator = new Ajv2019({ allErrors: true, strict: false });
  addFormats.default(validator);
  const definitions = Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, translated(schema, schemas)]),
  );
  return validator.addSchema({ components: { schemas: definitions } }, DESCRIPTION);
}
