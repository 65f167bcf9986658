/** TCP ports that several ingress rules open together. */

export interface PortRange {
  readonly fromPort: number;
  readonly toPort: number;
}

/** Ascending, with closed ports between ranges; an empty range is dropped. */
export function mergedRanges(ranges: readonly PortRange[]): readonly PortRange[] {
  const merged: { fromPort: number; toPort: number }[] = [];
  const ascending = ranges
    .filter(({ fromPort, toPort }) => fromPort <= toPort)
    .sort((a, b) => a.fromPort - b.fromPort);
  for (const { fromPort, toPort } of ascending) {
    const last = merged.at(-1);
    if (last !== undefined && fromPort <= last.toPort + 1) last.toPort = Math.max(last.toPort, toPort);
    else merged.push({ fromPort, toPort });
  }
  return merged;
}

/** @param merged as returned by {@link mergedRanges} */
export function covers(merged: readonly PortRange[], { fromPort, toPort }: PortRange): boolean {
  return merged.some((range) => range.fromPort <= fromPort && toPort <= range.toPort);
}

/** `443`, `1024-2000`. */
export function describeRange({ fromPort, toPort }: PortRange): string {
  return fromPort === toPort ? `${fromPort}` : `${fromPort}-${toPort}`;
}
