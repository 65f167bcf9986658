import { Environment } from '../../lambda/contract/environment.js';
import { isObject, type Json, type JsonObject } from './option.js';

/**
 * Replaces the id of the stack in service names with the name of the deployed stack. Two stacks of one template are two
 * automations, so their service names must differ, but the constructs derive the name from the id at synthesis.
 */
export function nameByStack(sections: JsonObject, stackId: string): JsonObject {
  const serviceName = serviceNameIn(sections.Resources ?? {});
  const parts: readonly Json[] = [{ Ref: 'AWS::StackName' }, serviceName.slice(stackId.length)];
  const named = replaceText(sections, serviceName, parts);
  if (!isObject(named)) throw new Error('The template is no object.');
  return named;
}

function serviceNameIn(resources: Json): string {
  if (!isObject(resources)) throw new Error('The template has no resources.');
  const names = Object.values(resources).map((resource) =>
    valueAt(resource, ['Properties', 'Environment', 'Variables', Environment.SERVICE_NAME]),
  );
  const name = names.find((value) => typeof value === 'string');
  if (typeof name !== 'string') throw new Error('No function of the template has a service name.');
  return name;
}

function valueAt(value: Json | undefined, [key, ...path]: readonly string[]): Json | undefined {
  if (key === undefined) return value;
  return isObject(value) ? valueAt(value[key], path) : undefined;
}

function replaceText(value: Json, text: string, parts: readonly Json[]): Json {
  if (typeof value === 'string') {
    const pieces = split(value, text, parts);
    return pieces.length === 1 ? value : { 'Fn::Join': ['', pieces] };
  }
  if (Array.isArray(value)) return value.map((item: Json) => replaceText(item, text, parts));
  if (!isObject(value)) return value;
  const join = value['Fn::Join'];
  if (Array.isArray(join)) return { 'Fn::Join': replaceInJoin(join, text, parts) };
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, replaceText(item, text, parts)]),
  );
}

/** In a join without delimiter, the parts are inserted directly; otherwise they become a nested join. */
function replaceInJoin(join: readonly Json[], text: string, parts: readonly Json[]): Json {
  const [delimiter = '', items] = join;
  if (!Array.isArray(items)) return join;
  const replaced = items.flatMap((item: Json) =>
    typeof item === 'string' && delimiter === ''
      ? split(item, text, parts)
      : [replaceText(item, text, parts)],
  );
  return [delimiter, replaced];
}

function split(value: string, text: string, parts: readonly Json[]): Json[] {
  const [first = '', ...others] = value.split(text);
  return [first, ...others.flatMap((other) => [...parts, other])].filter(
    (piece, _, all) => piece !== '' || all.length === 1,
  );
}
