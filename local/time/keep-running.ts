import { setTimeout as pause } from 'node:timers/promises';
import type { WorldTime } from './world-time.js';

/** Interval in which the world checks for calls from outside. */
const STEP_MILLISECONDS = 50;

/** World time that continues until it is stopped. */
export interface RetainedRunning {
  /** Resolves when the current work has ended. */
  stop(): Promise<void>;
}

/**
 * Lets time pass in a world that is called from outside. With a speed, time passes continuously, and schedules are
 * invoked. At unlimited speed, the world runs until nothing is due, again after each call.
 */
export function keepRunning(time: WorldTime): RetainedRunning {
  let isStopped = false;
  const running = (async () => {
    while (!isStopped) await step(time);
  })();
  return {
    stop: () => {
      isStopped = true;
      return running;
    },
  };
}

async function step(time: WorldTime): Promise<void> {
  if (Number.isFinite(time.speed)) return time.run((STEP_MILLISECONDS / 1000) * time.speed);
  await time.run();
  await pause(STEP_MILLISECONDS / 10);
}
