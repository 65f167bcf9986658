import { setTimeout as delay } from 'node:timers/promises';
import type { ClockPort } from '../../domain/model/ports/clock.js';

export const systemClock: ClockPort = {
  now: () => new Date(),
  sleep: async (milliseconds) => {
    await delay(milliseconds);
  },
};
