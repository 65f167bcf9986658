import { expect, it } from 'vitest';
import { RecentlyUsed } from '../../../lambda/runtime/hub/recently-used.js';

it('keeps as many entries as it may, and drops the one that was used least recently', () => {
  const kept = new RecentlyUsed<object>(2);
  const [a, b] = [kept.get('a', () => ({})), kept.get('b', () => ({}))];
  expect(kept.get('a', () => ({}))).toBe(a);
  kept.get('c', () => ({}));
  expect(kept.get('a', () => ({}))).toBe(a);
  expect(kept.get('b', () => ({}))).not.toBe(b);
});
