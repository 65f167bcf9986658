import { describe, expect, it } from 'vitest';
import {
  closePollGapSeconds,
  endpointPollSeconds,
  firstPollDelaySeconds,
  isRefusalPollDue,
  REMEMBERED_PACES,
} from '../../../lambda/domain/awaiting/acceptance-pace.js';
import type { SeenPace } from '../../../lambda/domain/model/ports/waiting-links.js';

/** Links for which a poll after `notWithin` seconds was too early, and one after `atlasAfterEc2` was not. */
const seen = (count: number, atlasAfterEc2: number, notWithin = 0): SeenPace[] =>
  Array.from({ length: count }, () => ({ atlasAfterEc2, notWithin }));

describe('the delay from EC2’s `available` to the first poll of Atlas', () => {
  it.each([0, 1, 4])('is two seconds while only %d links were seen, whatever they took', (count) => {
    expect(firstPollDelaySeconds(seen(count, 600, 590))).toBe(2);
  });

  it('is at most half a minute, however long the latest links took', () => {
    for (const seconds of [31, 600, 86_400])
      expect(firstPollDelaySeconds(seen(REMEMBERED_PACES, seconds + 3, seconds))).toBe(30);
  });

  it('is the time for which the latest links have never been ready', () => {
    expect(firstPollDelaySeconds(seen(REMEMBERED_PACES, 15, 12))).toBe(12);
  });

  it('is none if Atlas agrees at the same moment as EC2', () => {
    expect(firstPollDelaySeconds(seen(REMEMBERED_PACES, 0))).toBe(0);
  });

  it('makes the latest links later by a quarter of a second on average, at most', () => {
    const mixed = [...seen(19, 23, 20), ...seen(1, 4, 1)];
    const delay = firstPollDelaySeconds(mixed);
    const later = mixed.reduce((sum, { notWithin = 0 }) => sum + Math.max(0, delay - notWithin), 0);
    expect(later / mixed.length).toBeLessThanOrEqual(0.25);
    expect(delay).toBe(6);
  });

  it('becomes shorter from link to link if the first poll was too late each time', () => {
    let latest = seen(REMEMBERED_PACES, 29, 26);
    const delays: number[] = [];
    for (let count = 0; count < 2 * REMEMBERED_PACES; count += 1) {
      const delay = firstPollDelaySeconds(latest);
      delays.push(delay);
      // Atlas agrees with EC2 at once by now, so that the first poll finds the link.
      latest = [...latest, { atlasAfterEc2: delay, notWithin: 0 }].slice(-REMEMBERED_PACES);
    }
    expect(delays[0]).toBe(26);
    expect(delays).toEqual([...delays].sort((a, b) => b - a));
    expect(delays.at(-1)).toBeLessThanOrEqual(2);
  });
});

describe('a poll of Atlas for a refusal', () => {
  const duesOf = (untilSeconds: number) => {
    const dues: number[] = [];
    for (let now = 1, asked = 0; now <= untilSeconds; now += 1)
      if (isRefusalPollDue(asked, now)) {
        dues.push(now);
        asked = now;
      }
    return dues;
  };

  it('is due after a minute, and then every four minutes', () => {
    expect(duesOf(900)).toEqual([60, 300, 540, 780]);
  });
});

describe('the time until a waiting link polls EC2 again', () => {
  it.each([
    ['before the acceptance', undefined, false, 14],
    ['before the acceptance, if another link polls for all', undefined, true, 55],
    ['just after the acceptance', 10, false, 4],
    ['just after the acceptance, if another link polls for all', 10, true, 8],
    ['a minute after the acceptance, which has led to nothing', 61, false, 14],
  ])('%s', (_, acceptedSeconds, isPolledByOthers, seconds) => {
    expect(endpointPollSeconds(acceptedSeconds, isPolledByOthers)).toBe(seconds);
  });
});

it('the gap between close polls is even for 15 seconds, and grows then', () => {
  expect([0, 7, 15].map(closePollGapSeconds)).toEqual([2.9, 2.9, 2.9]);
  expect(closePollGapSeconds(65)).toBeCloseTo(7.9, 5);
});
