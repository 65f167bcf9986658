import { POLLING_SCHEDULES, type PollingSchedule } from './polling-schedules.js';

export interface LagRow {
  readonly name: string;
  readonly meanLagSeconds: number;
  readonly maxLagSeconds: number;
  readonly meanPolls: number;
  readonly meanHttpRequests: number;
}

const FROM_SECONDS = 30;
const TO_SECONDS = 300;
/** Fine enough that no schedule of whole seconds meets the grid by luck. */
const STEP_SECONDS = 0.1;

/** Completion times uniform in 30 to 300 s, every schedule on the same times. */
export function measureDetectionLag(): LagRow[] {
  const steps = Math.round((TO_SECONDS - FROM_SECONDS) / STEP_SECONDS);
  const completions = Array.from({ length: steps + 1 }, (_, step) => FROM_SECONDS + step * STEP_SECONDS);
  return POLLING_SCHEDULES.map((schedule) => measure(schedule, completions));
}

function measure(schedule: PollingSchedule, completions: readonly number[]): LagRow {
  const detections = completions.map((completion) => detect(schedule, completion));
  const lags = detections.map(({ lagSeconds }) => lagSeconds);
  const meanPolls = mean(detections.map(({ polls }) => polls));
  return {
    name: schedule.name,
    meanLagSeconds: mean(lags),
    maxLagSeconds: Math.max(...lags),
    meanPolls,
    meanHttpRequests: meanPolls * schedule.requestsPerPoll + schedule.otherRequests,
  };
}

function detect(schedule: PollingSchedule, completion: number): { lagSeconds: number; polls: number } {
  let polls = 0;
  for (const at of schedule.polls()) {
    polls += 1;
    if (at >= completion) return { lagSeconds: at - completion, polls };
  }
  throw new Error('a schedule without end has ended');
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
