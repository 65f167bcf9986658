/**
 * Merges many templates into one: where the result of the constructs depends on an option, the merged template has
 * `Fn::If`, and resources that exist only with an option get a condition.
 */
import { type Choices, isIntrinsic, isObject, type Json, type JsonObject, type Option } from './option.js';

/** Reads the value at one place of the template, for any choices. */
type Place = (choices: Choices) => Json | undefined;

const NO_VALUE: Json = { Ref: 'AWS::NoValue' };
const NONE: Choices = new Set();

/** @param synthesize returns the resources of a template; called once for each relevant set of choices */
export function mergeResources(
  options: readonly Option[],
  synthesize: (choices: Choices) => JsonObject,
): JsonObject {
  const resourcesAt = remembered(synthesize);
  const names = new Set([NONE, ...options.map(only)].flatMap((choices) => Object.keys(resourcesAt(choices))));
  const merged = [...names].map((name) => [
    name,
    mergeResource(options, (choices) => resourcesAt(choices)[name]),
  ]);
  return Object.fromEntries(merged);
}

function mergeResource(options: readonly Option[], at: Place): JsonObject {
  const owner = at(NONE) === undefined ? options.find((option) => at(only(option)) !== undefined) : undefined;
  const always = owner === undefined ? [] : [owner.name];
  const others = options.filter((option) => option !== owner);
  const resource = (choices: Choices): JsonObject => {
    const found = at(new Set([...always, ...choices]));
    if (!isObject(found)) throw new Error(`A resource depends on several options: ${always.join()}`);
    return found;
  };
  const { Condition = owner?.condition, ...fields } = resource(NONE);
  return {
    ...fields,
    ...(Condition === undefined ? {} : { Condition }),
    ...dependencies(others, resource),
    Properties: merge(others, (choices) => resource(choices).Properties) ?? {},
  };
}

/** `DependsOn` cannot contain `Fn::If`; CloudFormation ignores a dependency on a resource whose condition is false. */
function dependencies(options: readonly Option[], resource: (choices: Choices) => JsonObject): JsonObject {
  const all = [NONE, ...options.map(only)].flatMap((choices) => resource(choices).DependsOn ?? []);
  return all.length === 0 ? {} : { DependsOn: [...new Set(all)] };
}

function merge(options: readonly Option[], at: Place): Json | undefined {
  const affecting = options.filter((option) => !same(at(only(option)), at(NONE)));
  const values = [at(NONE), ...affecting.map((option) => at(only(option)))].filter(
    (value) => value !== undefined,
  );
  if (affecting.length > 0 && values.every((value) => isObject(value) && !isIntrinsic(value)))
    return mergeObject(affecting, at, values.filter(isObject));
  return decide(affecting, at, []);
}

function mergeObject(
  options: readonly Option[],
  at: Place,
  variants: readonly JsonObject[],
): Json | undefined {
  if (at(NONE) === undefined || options.some((option) => at(only(option)) === undefined))
    return decide(options, at, []);
  const keys = new Set(variants.flatMap((variant) => Object.keys(variant)));
  const field =
    (key: string): Place =>
    (choices) => {
      const whole = at(choices);
      return isObject(whole) ? whole[key] : undefined;
    };
  return Object.fromEntries([...keys].map((key) => [key, merge(options, field(key)) ?? NO_VALUE]));
}

/** A tree of `Fn::If` with one level for each option. */
function decide(options: readonly Option[], at: Place, chosen: readonly string[]): Json | undefined {
  const [option, ...others] = options;
  if (option === undefined) return at(new Set(chosen));
  const yes = decide(others, at, [...chosen, option.name]);
  const no = decide(others, at, chosen);
  return same(yes, no) ? yes : { 'Fn::If': [option.condition, yes ?? NO_VALUE, no ?? NO_VALUE] };
}

function only({ name }: Option): Choices {
  return new Set([name]);
}

function same(a: Json | undefined, b: Json | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function remembered(synthesize: (choices: Choices) => JsonObject): (choices: Choices) => JsonObject {
  const known = new Map<string, JsonObject>();
  return (choices) => {
    const key = [...choices].sort().join();
    const resources = known.get(key) ?? synthesize(choices);
    known.set(key, resources);
    return resources;
  };
}
