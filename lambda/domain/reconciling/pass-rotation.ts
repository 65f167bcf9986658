/**
 * With which item a pass begins. One that ends before it has compared everything must not leave out the same ones each
 * time, so that each period begins with another one. This needs no stored state.
 */

/** Multiples of it, modulo 1, are spread evenly however many there are. */
const GOLDEN_RATIO = (Math.sqrt(5) - 1) / 2;

/** @returns from 0 up to 1: the place in a list at which a pass of this time begins */
export function turnAt(time: Date, everySeconds: number): number {
  return (Math.floor(time.getTime() / (everySeconds * 1000)) * GOLDEN_RATIO) % 1;
}

/** Where a pass begins in nested lists: of projects, and of the endpoints of each. */
export interface NestedTurn {
  readonly projectIndex: number;
  /** From 0 up to 1. All places of a project have their turn, whichever project it is. */
  readonly withinProject: number;
}

export function nestedTurn(turn: number, projects: number): NestedTurn {
  const place = turn * projects;
  return { projectIndex: Math.floor(place), withinProject: place % 1 };
}

/** The list in a circle that begins at the index. */
export function beginningAt<T>(index: number, list: readonly T[]): readonly T[] {
  return [...list.slice(index), ...list.slice(0, index)];
}

/** Order of the keys in a circle that begins with `first`; that of the alphabet if it is undefined. */
export function compareFrom(first: string | undefined, one: string, other: string): number {
  const isBehind = (key: string) => first !== undefined && key < first;
  if (isBehind(one) !== isBehind(other)) return isBehind(one) ? 1 : -1;
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
