/** Transforms an event into the input of a rule's target. */
import type { BusEvent } from './bus-event.js';

export interface InputTransformer {
  /** JSON paths by variable name, such as `$.detail.requestParameters`. */
  readonly paths: Readonly<Record<string, string>>;
  /** Text with `<variables>`, in most cases JSON. */
  readonly template: string;
}

export interface TransformedRule {
  readonly ruleArn: string;
}

/** Inserts a value as text within quotation marks of the template, and as JSON elsewhere. */
export function transform(
  { paths, template }: InputTransformer,
  event: BusEvent,
  rule: TransformedRule,
): string {
  return template.replace(/<([\w.-]+)>/g, (placeholder, name: string, offset: number) => {
    const value = variableOf(name, paths, event, rule);
    if (value === undefined) return name in paths ? '' : placeholder;
    return isQuoted(template, offset, placeholder) ? asText(value) : JSON.stringify(value);
  });
}

function variableOf(
  name: string,
  paths: InputTransformer['paths'],
  event: BusEvent,
  { ruleArn }: TransformedRule,
): unknown {
  switch (name) {
    case 'aws.events.rule-arn':
      return ruleArn;
    case 'aws.events.rule-name':
      return ruleArn.split('/').at(-1);
    case 'aws.events.event.ingestion-time':
      return event.time;
    case 'aws.events.event.json':
      return event;
    case 'aws.events.event': {
      const { detail: _, ...envelope } = event;
      return envelope;
    }
    default:
      return paths[name] === undefined ? undefined : atPath(paths[name], event);
  }
}

/** @throws Error for a path that has elements other than fields and array indexes */
function atPath(path: string, event: BusEvent): unknown {
  if (!/^\$(\.[\w-]+|\[\d+\])*$/.test(path))
    throw new Error(`Path of an input transformer is not simulated: ${path}`);
  const keys = path.match(/[\w-]+/g) ?? [];
  return keys.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null
        ? (value as Readonly<Record<string, unknown>>)[key]
        : undefined,
    event,
  );
}

/** True if the placeholder is within a text of the template: the number of quotation marks before it is odd. */
function isQuoted(template: string, offset: number, placeholder: string): boolean {
  const marks = template.slice(0, offset).match(/(?<!\\)"/g)?.length ?? 0;
  return marks % 2 === 1 && template.indexOf('"', offset + placeholder.length) > 0;
}

function asText(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return JSON.stringify(text).slice(1, -1);
}
