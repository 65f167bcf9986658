/** A cache, because few patterns of policies and filters are matched thousands of times. */
const expressions = new Map<string, RegExp>();

/** `*` matches any text and `?` any character, in IAM policies and in filters of EC2. */
export function textLike(pattern: string, value: string): boolean {
  if (!/[*?]/.test(pattern)) return pattern === value;
  const expression = expressions.get(pattern) ?? expressionOf(pattern);
  expressions.set(pattern, expression);
  return expression.test(value);
}

function expressionOf(pattern: string): RegExp {
  const text = pattern
    .replace(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${text}$`, 's');
}

const SEGMENTS = 6;

/** A wildcard does not match the colons between the parts of an ARN; the last part is the whole rest. */
export function arnLike(pattern: string, value: string): boolean {
  if (pattern === '*') return true;
  const patterns = segmentsOf(pattern);
  const values = segmentsOf(value);
  return (
    patterns.length === values.length && patterns.every((one, index) => textLike(one, values[index] ?? ''))
  );
}

function segmentsOf(arn: string): string[] {
  const parts = arn.split(':');
  return parts.length <= SEGMENTS
    ? parts
    : [...parts.slice(0, SEGMENTS - 1), parts.slice(SEGMENTS - 1).join(':')];
}
