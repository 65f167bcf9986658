import { describe, expect, it } from 'vitest';
import { RateBudgets } from '../../lambda/atlas/rate-budgets.js';
import { PROJECT_ID } from '../domain/samples.js';
import { VirtualClock } from '../domain/virtual-clock.js';

const EMPTY_BUCKET = new Headers({ 'RateLimit-Limit': '4000', 'RateLimit-Remaining': '0' });

describe('the budget of a project', () => {
  it('is that of the last response, until half of it must have been refilled', () => {
    const clock = new VirtualClock();
    const budgets = new RateBudgets(clock);
    budgets.note(PROJECT_ID, EMPTY_BUCKET);
    clock.advanceSeconds(59);
    expect(budgets.of(PROJECT_ID)).toEqual({ limit: 4000, remaining: 0 });
    clock.advanceSeconds(1);
    expect(budgets.of(PROJECT_ID)).toBeUndefined();
  });

  it('is unknown for a project without requests, and if Atlas sends no headers', () => {
    const budgets = new RateBudgets(new VirtualClock());
    budgets.note(PROJECT_ID, new Headers());
    expect([budgets.of(PROJECT_ID), budgets.of('6a7900000000000000000001')]).toEqual([undefined, undefined]);
  });
});
