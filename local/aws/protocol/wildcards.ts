/** Patterns of policies and filters are few, and matched thousands of times. */
const expressions = new Map<string, RegExp>();

/** `*` and `?` stand for any text and any character, in policies of IAM and in filters of EC2. */
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

/** A wildcard does not reach over the colons between the parts of an ARN; the last part is all the rest. */
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
