/** Reduces a description to the operations that the simulator has. */
import { simulates } from '../../local/atlas/index.js';
import { type Description, nameOf, type Operation, type Schema } from './description.js';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

export function simulatedPart(description: Description): Description {
  const paths: Description['paths'] = {};
  for (const [path, item] of Object.entries(description.paths)) {
    const operations = METHODS.filter((method) => method in item && simulates(method, sampleOf(path)));
    if (operations.length === 0) continue;
    const others = Object.entries(item).filter(([name]) => !METHODS.includes(name));
    paths[path] = Object.fromEntries([
      ...others,
      ...operations.flatMap((method) => {
        const operation = item[method];
        return operation === undefined ? [] : [[method, withoutEmptyContent(operation)] as const];
      }),
    ]);
  }
  const components = structuredClone(description.components);
  const schemas = reachableSchemas({ paths, responses: components.responses }, components.schemas);
  return { ...description, paths, components: { ...components, schemas } };
}

/** A copy in which a media type without a schema, which stands for a response without a body, is absent. */
function withoutEmptyContent(operation: Operation): Operation {
  const copy = structuredClone(operation);
  for (const response of Object.values(copy.responses))
    for (const [mediaType, { schema }] of Object.entries(response.content ?? {}))
      if (schema === undefined) delete response.content?.[mediaType];
  return copy;
}

/** A path with a value for each parameter. */
function sampleOf(path: string): string {
  return path.replace(/\{[^}]+\}/g, '000000000000000000000001');
}

function reachableSchemas(roots: unknown, all: Readonly<Record<string, Schema>>): Record<string, Schema> {
  const found: Record<string, Schema> = {};
  const waiting = [roots];
  for (let part = waiting.pop(); part !== undefined; part = waiting.pop())
    for (const name of referencesIn(part)) {
      const schema = all[name];
      if (schema === undefined || name in found) continue;
      found[name] = schema;
      waiting.push(schema);
    }
  return found;
}

/** Names of schemas, in references and in the mappings of discriminators. */
function referencesIn(part: unknown): string[] {
  const text = JSON.stringify(part);
  return [...text.matchAll(/"#\/components\/schemas\/[^"]+"/g)].map(([quoted]) => nameOf(JSON.parse(quoted)));
}
