import { failureOf } from '../../errors/failure.js';

/** Something that was looked up, or why it could not be looked up. */
export type Fact<T> = { readonly value: T } | { readonly unknown: string };

export function isKnown<T>(fact: Fact<T>): fact is { readonly value: T } {
  return 'value' in fact;
}

/** A failed request is a fact as well: what cannot be asked is unknown. */
export async function fact<T>(poll: () => Promise<T>): Promise<Fact<T>> {
  try {
    return { value: await poll() };
  } catch (error) {
    return unknown(failureOf(error).message);
  }
}

export function unknown(reason: string): { readonly unknown: string } {
  return { unknown: reason };
}
