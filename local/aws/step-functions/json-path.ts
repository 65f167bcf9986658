/** Reference paths (`$.a.b`, `$$.Execution.Id`) and the only intrinsic function in use; anything else is an error. */

type Fields = Readonly<Record<string, unknown>>;

export interface PathScope {
  readonly state: unknown;
  /** The context object, `$$`. */
  readonly context: unknown;
}

/** @throws Error `States.Runtime` if the path does not exist */
export function evaluate(expression: string, scope: PathScope): unknown {
  const intrinsic = /^States\.JsonToString\((.+)\)$/.exec(expression)?.[1];
  if (intrinsic !== undefined) return JSON.stringify(evaluate(intrinsic, scope));
  const [root, ...keys] = expression.split('.');
  if (root !== '$' && root !== '$$') throw new Error(`Path is not simulated: ${expression}`);
  let value: unknown = root === '$' ? scope.state : scope.context;
  for (const key of keys) {
    if (!/^\w+$/.test(key)) throw new Error(`Path is not simulated: ${expression}`);
    value = typeof value === 'object' && value !== null ? (value as Fields)[key] : undefined;
    if (value === undefined)
      throw new Error(`States.Runtime: ${expression} does not exist in the state's input`);
  }
  return value;
}

export function isPresent(path: string, scope: PathScope): boolean {
  try {
    evaluate(path, scope);
    return true;
  } catch {
    return false;
  }
}

/** Fills a payload template: values of keys that end in `.$` are evaluated. */
export function fill(template: unknown, scope: PathScope): unknown {
  if (Array.isArray(template)) return template.map((item) => fill(item, scope));
  if (typeof template !== 'object' || template === null) return template;
  return Object.fromEntries(
    Object.entries(template).map(([key, value]) =>
      key.endsWith('.$') ? [key.slice(0, -2), evaluate(String(value), scope)] : [key, fill(value, scope)],
    ),
  );
}

/** Returns the state with `value` at the result path. */
export function placeAt(path: string | undefined, state: unknown, value: unknown): unknown {
  if (path === undefined || path === '$') return value;
  const key = /^\$\.(\w+)$/.exec(path)?.[1];
  if (key === undefined) throw new Error(`Result path is not simulated: ${path}`);
  return { ...Object(state), [key]: value };
}
