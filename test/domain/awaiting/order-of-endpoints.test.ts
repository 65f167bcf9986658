import { describe, expect, it } from 'vitest';
import { orderOf, unreadFromOf } from '../../../lambda/domain/awaiting/order-of-endpoints.js';

const IDS = Array.from({ length: 1_000 }, (_, index) => `vpce-${10_000 + index}`);
const PER_CALL = 200;

/** Plays polls whose second call is refused. */
function readBy(polls: readonly (readonly string[])[]): ReadonlySet<string> {
  const seen = new Set<string>();
  let unreadFrom = '';
  for (const named of polls) {
    const order = orderOf(IDS, { by: 'push', named }, unreadFrom);
    for (const id of order.slice(0, PER_CALL)) seen.add(id);
    const unread = new Set(order.slice(PER_CALL));
    unreadFrom = unreadFromOf(order, { by: 'push', named }, unread) ?? unreadFrom;
  }
  return seen;
}

describe('the order in which notifications have the endpoints read', () => {
  it.each([
    ['none', []],
    ['the same endpoint each time', [IDS[0] ?? '']],
    ['one that does not wait', ['vpce-0']],
    ['all endpoints', IDS],
  ])('leaves none out, if their messages name %s', (_, named) => {
    // Each of the six polls may read ten named endpoints before the others.
    expect(readBy(Array.from({ length: 6 }, () => named)).size).toBe(IDS.length);
  });

  it('begins with waiting endpoints that the message names, with ten at most', () => {
    const [first = '', last = ''] = [IDS[3], IDS.at(-1)];
    const order = orderOf(IDS, { by: 'push', named: [last, 'vpce-unknown', first] }, IDS[500] ?? '');
    expect(order.slice(0, 3)).toEqual([first, last, IDS[500]]);
    const all = orderOf(IDS, { by: 'push', named: IDS }, IDS[500] ?? '');
    expect(all.slice(0, 11)).toEqual([...IDS.slice(0, 10), IDS[500]]);
  });

  it('goes on after an endpoint that no longer waits', () => {
    expect(orderOf(['a', 'c'], { by: 'push', named: [] }, 'b')).toEqual(['c', 'a']);
  });

  it('has each endpoint once', () => {
    const order = orderOf(IDS, { by: 'push', named: [IDS[500] ?? ''] }, IDS[400] ?? '');
    expect(order).toHaveLength(IDS.length);
    expect(new Set(order).size).toBe(IDS.length);
  });
});

describe('the order in which a waiting task has them read', () => {
  it('begins with its own and goes on in a circle, wherever notifications have stopped', () => {
    expect(orderOf(['c', 'a', 'b', 'b'], { by: 'poll', own: 'b' }, 'c')).toEqual(['b', 'c', 'a']);
    expect(unreadFromOf(['b', 'c', 'a'], { by: 'poll', own: 'b' }, new Set(['a']))).toBeUndefined();
  });
});
