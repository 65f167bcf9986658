import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  covers,
  describeRange,
  mergedRanges,
  type PortRange,
} from '../../../lambda/domain/preflight/port-ranges.js';

/** Few ports, so that ranges touch, overlap and leave gaps of one. */
const range = fc.record({
  fromPort: fc.integer({ min: 0, max: 40 }),
  toPort: fc.integer({ min: 0, max: 40 }),
});

function portsOf(ranges: readonly PortRange[]): number[] {
  const ports = Array.from({ length: 41 }, (_, port) => port);
  return ports.filter((port) => ranges.some(({ fromPort, toPort }) => fromPort <= port && port <= toPort));
}

describe('merged port ranges', () => {
  it('contain exactly the ports of the rules, in ascending order and without overlap', () => {
    fc.assert(
      fc.property(fc.array(range), (ranges) => {
        const merged = mergedRanges(ranges);
        expect(portsOf(merged)).toEqual(portsOf(ranges));
        for (const [index, { fromPort }] of merged.slice(1).entries())
          expect(fromPort).toBeGreaterThan((merged[index]?.toPort ?? 99) + 1);
      }),
    );
  });

  it('cover a range when each of its ports is in a rule', () => {
    fc.assert(
      fc.property(fc.array(range), range, (ranges, wanted) => {
        fc.pre(wanted.fromPort <= wanted.toPort);
        const open = new Set(portsOf(ranges));
        expect(covers(mergedRanges(ranges), wanted)).toBe(portsOf([wanted]).every((port) => open.has(port)));
      }),
    );
  });

  it('do not change the rules', () => {
    const rules = [
      { fromPort: 5, toPort: 9 },
      { fromPort: 1, toPort: 6 },
    ];
    const before = structuredClone(rules);
    mergedRanges(rules);
    expect(rules).toEqual(before);
  });

  it('are printed in the usual notation', () => {
    expect(describeRange({ fromPort: 443, toPort: 443 })).toBe('443');
    expect(describeRange({ fromPort: 1024, toPort: 65_535 })).toBe('1024-65535');
  });
});
