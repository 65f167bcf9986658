import { setTimeout as pause } from 'node:timers/promises';
import type { WorldTime } from './world-time.js';

/** How often the world searches for what came from outside. */
const STEP_MILLISECONDS = 50;

/** World time that goes on until it is stopped. */
export interface RetainedRunning {
  /** Returns when nothing is under way any more. */
  stop(): Promise<void>;
}

/**
 * For a world that others call from outside. With a speed, time passes as it does for people, and schedules come; at
 * unlimited speed the world comes to rest again after each call.
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
