/** EventBridge's matching, as far as it is used; another operator is an error, not a match. */

type Fields = Readonly<Record<string, unknown>>;

export function matchesPattern(pattern: Fields, event: unknown): boolean {
  return Object.entries(pattern).every(([key, expected]) => {
    if (key === '$or') return (expected as Fields[]).some((part) => matchesPattern(part, event));
    const value = fieldOf(event, key);
    return Array.isArray(expected) ? matchesAny(expected, value) : matchesPattern(expected as Fields, value);
  });
}

function fieldOf(event: unknown, key: string): unknown {
  return typeof event === 'object' && event !== null ? (event as Fields)[key] : undefined;
}

/** An array in the event matches with any of its elements. */
function matchesAny(matchers: readonly unknown[], value: unknown): boolean {
  const values = Array.isArray(value) ? value : [value];
  return matchers.some((matcher) => values.some((one) => matchesOne(matcher, one)));
}

function matchesOne(matcher: unknown, value: unknown): boolean {
  if (typeof matcher !== 'object' || matcher === null) return matcher === value;
  const [operator = '', operand] = Object.entries(matcher)[0] ?? [];
  switch (operator) {
    case 'exists':
      // True for leaves alone, as on AWS.
      return (value !== undefined && (typeof value !== 'object' || value === null)) === operand;
    case 'prefix':
      return typeof value === 'string' && value.startsWith(String(operand));
    case 'suffix':
      return typeof value === 'string' && value.endsWith(String(operand));
    case 'anything-but':
      return value !== undefined && !(Array.isArray(operand) ? operand : [operand]).includes(value);
    default:
      throw new Error(`Event pattern operator not known here: ${JSON.stringify(matcher)}`);
  }
}
