/** How long texts with references become, and how Lambda measures what it is given. */

/** Bytes of what a reference, such as `{ Ref: … }`, becomes. */
export type ReferenceBytes = (reference: unknown) => number;

/** Shortest that a reference to another value becomes: an account id, a Region. What is valid is never refused. */
const SHORTEST_REFERENCE_BYTES = 9;
export const shortest: ReferenceBytes = () => SHORTEST_REFERENCE_BYTES;

/** What CloudFormation itself fills in, at its longest. */
const LONGEST_PSEUDO_PARAMETERS: Readonly<Record<string, number>> = {
  'AWS::AccountId': 12,
  'AWS::Partition': 16,
  'AWS::Region': 20,
};

/** @param otherBytes that every other reference is taken to become */
export function longest(otherBytes: number): ReferenceBytes {
  return (reference) => {
    const name = (reference as { readonly Ref?: string }).Ref ?? '';
    return LONGEST_PSEUDO_PARAMETERS[name] ?? otherBytes;
  };
}

/** @param text as CloudFormation gets it: a text, or intrinsic functions */
export function bytesOf(text: unknown, referenceBytes: ReferenceBytes): number {
  return measure(text, referenceBytes, (literal) => Buffer.byteLength(literal));
}

/**
 * As Lambda measures them: as the JSON text of an object, in which each quotation mark of a value takes two bytes, and
 * in UTF-8.
 *
 * @param variables with tokens resolved
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
