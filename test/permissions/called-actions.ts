/** Converts calls of code to IAM actions. */
import { OPEN_REQUESTS_PATH } from '../../lambda/contract/open-requests.js';
import { PROJECT_LISTS_PATH } from '../../lambda/contract/project-list.js';
import { RegistryPath } from '../../lambda/contract/registry.js';
import { callsFrom, type ReachOptions, type SdkCall, type Sources } from './call-graph.js';

/** IAM prefixes that differ from the name of the SDK's client. */
const PREFIXES: Readonly<Record<string, string>> = {
  eventbridge: 'events',
  'secrets-manager': 'secretsmanager',
  sfn: 'states',
};

/** IAM actions that differ from the name of the API operation. */
const RENAMED: Readonly<Record<string, string>> = { 'lambda:Invoke': 'lambda:InvokeFunction' };

/** Kinds of parameters outside of the registry, whose paths the functions read from their environment. */
export const OtherPath = { OPEN_REQUESTS: OPEN_REQUESTS_PATH, PROJECT_LISTS: PROJECT_LISTS_PATH } as const;
/** Paths of all kinds of parameters. */
export const ParameterPath = { ...RegistryPath, ...OtherPath };
type OtherKind = keyof typeof OtherPath;

/**
 * Actions on Parameter Store contain the kind of the parameter: `ssm:PutParameter on LINKS`.
 *
 * @param isCounted default: every call
 */
export function calledActions(
  sources: Sources,
  entries: Parameters<typeof callsFrom>[1],
  without: readonly string[] = [],
  isCounted: (call: SdkCall) => boolean = () => true,
): string[] {
  const options: ReachOptions = { without: new Set(without), aboutEnumeration: 'RegistryPath' };
  return sorted(callsFrom(sources, entries, options).filter(isCounted).flatMap(actionsOf));
}

function actionsOf({ client, operation, about }: SdkCall): string[] {
  const plain = `${PREFIXES[client] ?? client}:${operation}`;
  const action = RENAMED[plain] ?? plain;
  if (client !== 'ssm') return [action];
  return kindsOf(operation, about).map((kind) => onParameter(action, kind));
}

function kindsOf(operation: string, about: SdkCall['about']): readonly string[] {
  // Only the list of projects is read with several names in one call, and the stack provides the names.
  if (operation === 'GetParameters') return ['PROJECT_LISTS' satisfies OtherKind];
  return about.size === 0 ? ['OPEN_REQUESTS' satisfies OtherKind] : [...about];
}

export function onParameter(action: string, kind: string): string {
  return `${action} on ${kind}`;
}

export function sorted(actions: Iterable<string>): string[] {
  return [...new Set(actions)].sort();
}
