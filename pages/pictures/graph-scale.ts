/** Axes of a graph: positions of values, and the values of the axis labels. */
import type { Window } from './metric-data.js';
import type { Box } from './svg.js';

export interface Scale {
  readonly top: number;
  readonly ticks: readonly number[];
}

const STEPS = [1, 2, 5, 10];
const MOST_TICKS = 5;

/** A scale from zero to a round number that is not less than the greatest value. */
export function scaleOf(greatest: number): Scale {
  const wanted = Math.max(1, greatest);
  for (let power = 1; ; power *= 10) {
    for (const step of STEPS.map((factor) => factor * power)) {
      const count = Math.ceil(wanted / step);
      if (count < MOST_TICKS) return { top: count * step, ticks: range(count).map((index) => index * step) };
    }
  }
}

function range(count: number): number[] {
  return Array.from({ length: count + 1 }, (_, index) => index);
}

export function xOf(at: number, { from, to }: Window, plot: Box): number {
  return plot.x + ((at - from) / (to - from)) * plot.width;
}

export function yOf(value: number, { top }: Scale, plot: Box): number {
  return plot.y + plot.height * (1 - value / top);
}

const HOUR = 3_600_000;

/** Every fourth full hour in UTC. */
export function hoursIn({ from, to }: Window): number[] {
  const first = Math.ceil(from / (4 * HOUR)) * 4 * HOUR;
  const hours: number[] = [];
  for (let at = first; at < to; at += 4 * HOUR) hours.push(at);
  return hours;
}

export function clock(at: number): string {
  return new Date(at).toISOString().slice(11, 16);
}
