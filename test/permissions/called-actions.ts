/** Calls of code in the words of IAM. */
import type { RegistryPath } from '../../lambda/contract/registry.js';
import { callsFrom, type ReachOptions, type SdkCall, type Sources } from './call-graph.js';

/** The prefix of IAM actions, where it is not the name of the SDK's client. */
const PREFIXES: Readonly<Record<string, string>> = {
  eventbridge: 'events',
  'secrets-manager': 'secretsmanager',
  sfn: 'states',
};

/** IAM actions that are not called like the API's operation. */
const RENAMED: Readonly<Record<string, string>> = { 'lambda:Invoke': 'lambda:InvokeFunction' };

/** What a parameter is about, of those that are not in the registry. */
export const OPEN_REQUESTS = 'OPEN_REQUESTS';
export type ParameterKind = keyof typeof RegistryPath | typeof OPEN_REQUESTS;

/** Of Parameter Store, with the kind of parameter: `ssm:PutParameter on LINKS`. */
export function calledActions(
  sources: Sources,
  entries: Parameters<typeof callsFrom>[1],
  without: readonly string[] = [],
): string[] {
  const options: ReachOptions = { without: new Set(without), aboutEnumeration: 'RegistryPath' };
  return sorted(callsFrom(sources, entries, options).flatMap(actionsOf));
}

function actionsOf({ client, operation, about }: SdkCall): string[] {
  const plain = `${PREFIXES[client] ?? client}:${operation}`;
  const action = RENAMED[plain] ?? plain;
  if (client !== 'ssm') return [action];
  const kinds = about.size === 0 ? [OPEN_REQUESTS] : [...about];
  return kinds.map((kind) => onParameter(action, kind));
}

export function onParameter(action: string, kind: string): string {
  return `${action} on ${kind}`;
}

export function sorted(actions: Iterable<string>): string[] {
  return [...new Set(actions)].sort();
}
