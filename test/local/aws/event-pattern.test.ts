import { describe, expect, it } from 'vitest';
import { matchesPattern } from '../../../local/aws/event-pattern.js';

describe('an event pattern', () => {
  it.each([
    [{ source: ['a', 'b'] }, { source: 'b' }, true],
    [{ source: ['a'] }, { source: 'b' }, false],
    [{ source: ['a'] }, {}, false],
    [{ detail: { name: ['x'] } }, { detail: { name: 'x', more: 1 } }, true],
    [{ detail: { name: ['x'] } }, { detail: 'x' }, false],
    [{ code: [{ exists: false }] }, {}, true],
    [{ code: [{ exists: false }] }, { code: 'E' }, false],
    [{ code: [{ exists: true }] }, { code: null }, true],
    [{ name: [{ prefix: 'com.' }] }, { name: 'com.amazonaws' }, true],
    [{ name: [{ prefix: 'com.' }] }, { name: 7 }, false],
    [{ name: [{ 'anything-but': ['a'] }] }, { name: 'b' }, true],
    [{ tags: ['a'] }, { tags: ['b', 'a'] }, true],
    [{ $or: [{ a: [1] }, { b: [2] }] }, { b: 2 }, true],
    [{ $or: [{ a: [1] }, { b: [2] }] }, { b: 3 }, false],
  ])('%j against %j: %s', (pattern, event, matches) => {
    expect(matchesPattern(pattern, event)).toBe(matches);
  });

  it('with an operator that is not known is an error, not a match', () => {
    expect(() => matchesPattern({ a: [{ cidr: '10.0.0.0/8' }] }, { a: '10.0.0.1' })).toThrow(/cidr/);
  });
});
