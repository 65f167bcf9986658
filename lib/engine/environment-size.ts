/** Size of texts with references after their resolution, and how Lambda measures it. */

/** Returns the size in bytes of a resolved reference, such as `{ Ref: … }`. */
export type ReferenceBytes = (reference: unknown) => number;

/** Shortest resolved reference to another value: an account id, a Region. A valid environment is never refused. */
const SHORTEST_REFERENCE_BYTES = 9;
export const shortest: ReferenceBytes = () => SHORTEST_REFERENCE_BYTES;

/** Longest values of CloudFormation's pseudo parameters. */
const LONGEST_PSEUDO_PARAMETERS: Readonly<Record<string, number>> = {
  'AWS::AccountId': 12,
  'AWS::Partition': 16,
  'AWS::Region': 20,
};

/** @param otherBytes assumed size of every other reference */
export function longest(otherBytes: number): ReferenceBytes {
  return (reference) => {
    const name = (reference as { readonly Ref?: string }).Ref ?? '';
    return LONGEST_PSEUDO_PARAMETERS[name] ?? otherBytes;
  };
}

/** @param text as CloudFormation receives it: a text, or intrinsic functions */
export function bytesOf(text: unknown, referenceBytes: ReferenceBytes): number {
  return measure(text, referenceBytes, (literal) => Buffer.byteLength(literal));
}

/**
 * Measures variables as Lambda does: as the UTF-8 JSON text of an object, in which each quotation mark of a value takes
 * two bytes.
 *
 * @param variables with resolved tokens
 */
export function environmentBytes(
  variables: Readonly<Record<string, unknown>>,
  referenceBytes: ReferenceBytes,
): number {
  const entries = Object.entries(variables).map(
    ([name, value]) =>
      quoted(name) + 1 + QUOTES + measure(value, referenceBytes, (text) => quoted(text) - QUOTES),
  );
  const commas = Math.max(0, entries.length - 1);
  return entries.reduce((sum, bytes) => sum + bytes, BRACES + commas);
}

const QUOTES = 2;
const BRACES = 2;

function quoted(text: string): number {
  return Buffer.byteLength(JSON.stringify(text));
}

function measure(
  value: unknown,
  referenceBytes: ReferenceBytes,
  literalBytes: (literal: string) => number,
): number {
  if (typeof value === 'string') return literalBytes(value);
  const join = (value as { readonly 'Fn::Join'?: readonly [string, readonly unknown[]] })['Fn::Join'];
  if (join === undefined) return referenceBytes(value);
  const [delimiter, parts] = join;
  const delimiters = Math.max(0, parts.length - 1) * literalBytes(delimiter);
  return parts.reduce<number>((sum, part) => sum + measure(part, referenceBytes, literalBytes), delimiters);
}
