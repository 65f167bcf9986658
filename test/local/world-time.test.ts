import { describe, expect, it } from 'vitest';
import { WorldTime } from '../../local/time/world-time.js';

const START = new Date('2026-01-01T00:00:00Z');

describe('world time', () => {
  it('jumps from one appointment to the next, in order', async () => {
    const time = new WorldTime(START);
    const seen: string[] = [];
    const note = (name: string) => () => void seen.push(`${name} ${(time.now() - START.getTime()) / 1000}`);
    time.after(20, note('b'));
    time.after(10, note('a'));
    time.after(20, note('c'));
    await time.run();
    expect(seen).toEqual(['a 10', 'b 20', 'c 20']);
  });

  it('stands still while something works', async () => {
    const time = new WorldTime(START);
    let at = 0;
    void time.during(async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      at = time.now();
    });
    time.after(5, () => undefined);
    await time.run();
    expect(at).toBe(START.getTime());
  });

  it('stops at the given time, and continues from there', async () => {
    const time = new WorldTime(START);
    const seen: number[] = [];
    void (async () => {
      for (let turn = 0; turn < 3; turn += 1) {
        await time.sleep(10);
        seen.push(turn);
      }
    })();
    await time.run(15);
    expect([seen, time.now() - START.getTime()]).toEqual([[0], 15_000]);
    await time.run();
    expect(seen).toEqual([0, 1, 2]);
  });

  it('does not call back after a cancellation', async () => {
    const time = new WorldTime(START);
    time.after(5, () => expect.unreachable()).cancel();
    await time.run();
    expect(time.now()).toBe(START.getTime());
  });
});
