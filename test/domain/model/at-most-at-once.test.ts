import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { atMostAtOnce } from '../../../lambda/domain/model/at-most-at-once.js';

describe('many calls', () => {
  it('run with limited concurrency, each once, and return results in order', async () => {
    const items = Array.from({ length: 30 }, (_, index) => index);
    let [underWay, most] = [0, 0];
    const doubled = await atMostAtOnce(4, items, async (item) => {
      underWay += 1;
      most = Math.max(most, underWay);
      await setTimeout(item % 3);
      underWay -= 1;
      return 2 * item;
    });
    expect(doubled).toEqual(items.map((item) => 2 * item));
    expect(most).toBe(4);
  });

  it('may be none', async () => {
    expect(await atMostAtOnce(4, [], async () => 1)).toEqual([]);
  });

  it('fail when one of them fails', async () => {
    const work = async (item: number) => {
      if (item === 2) throw new Error('no');
    };
    await expect(atMostAtOnce(2, [1, 2, 3], work)).rejects.toThrow('no');
  });
});
