import { failureOf } from '../failure.js';
import type { Fact } from './facts.js';

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
