import { expect, it } from 'vitest';
import { withoutFuture } from '../../../lambda/domain/members/event-time.js';

const NOW = new Date('2026-08-10T03:05:05.000Z');

it('replaces a time in the future by the present, and no other', () => {
  const before = { eventId: 'one', eventTime: new Date(NOW.getTime() - 1) };
  expect(withoutFuture({ eventId: 'two', eventTime: new Date(NOW.getTime() + 1) }, NOW)).toEqual({
    eventId: 'two',
    eventTime: NOW,
  });
  expect(withoutFuture(before, NOW)).toBe(before);
});
