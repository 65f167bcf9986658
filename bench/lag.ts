/**
 * Measures the detection lag: the time from Atlas's AVAILABLE until the automation detects it. The bundles and the
 * state machine run in the local world, one link at a time, with completion times distributed evenly over 30 to 300 s.
 * The schedules of other products are evaluated for the same completion times.
 */
import { linkRequests } from './link-requests.js';
import { type LinkWorldOptions, mean, observedLinks, quantile, startLinkWorld } from './link-worlds.js';
import { PEER_SCHEDULES, type PollingSchedule } from './polling-schedules.js';

export interface LagCase {
  readonly name: string;
  readonly push: 'on' | 'lost' | 'late' | 'off';
  /** Maximum time from EC2's `available` to Atlas's AVAILABLE; the actual times are distributed evenly from 0. */
  readonly leadSeconds: number;
  /** Time from the acceptance, of which EC2 sends a notification, until EC2 shows `available`. */
  readonly pendingSeconds: number;
}

export interface LagRow {
  readonly name: string;
  readonly meanLagSeconds: number;
  readonly p95LagSeconds: number;
  readonly maxLagSeconds: number;
  readonly meanRequests: number;
}

export const LAG_CASES: readonly LagCase[] = [
  { name: 'push, d = 0', push: 'on', leadSeconds: 0, pendingSeconds: 0 },
  { name: 'push, d <= 15 s', push: 'on', leadSeconds: 15, pendingSeconds: 0 },
  { name: 'push, d <= 60 s', push: 'on', leadSeconds: 60, pendingSeconds: 0 },
  { name: 'push, accepted 15 s before, d <= 15 s', push: 'on', leadSeconds: 15, pendingSeconds: 15 },
  { name: 'push, accepted at once, d <= 15 s', push: 'on', leadSeconds: 15, pendingSeconds: 300 },
  { name: 'push late by 30 s, d <= 15 s', push: 'late', leadSeconds: 15, pendingSeconds: 0 },
  { name: 'push lost, d = 0', push: 'lost', leadSeconds: 0, pendingSeconds: 0 },
  { name: 'push lost, d <= 15 s', push: 'lost', leadSeconds: 15, pendingSeconds: 0 },
  { name: 'push off, d <= 15 s', push: 'off', leadSeconds: 15, pendingSeconds: 0 },
];

const COMPLETION = { linkSeconds: 30, linkSpreadSeconds: 270 };
/** Time between two links of a world. The previous execution has ended by then, and its containers are still warm. */
const APART_SECONDS = 400;
const LATE_SECONDS = 30;

export interface MeasuredLag {
  readonly row: LagRow;
  /** Seconds from the registration to AVAILABLE, for each link. */
  readonly completions: readonly number[];
}

export async function measureLag(lagCase: LagCase, links: number): Promise<MeasuredLag> {
  const { name, push, leadSeconds, pendingSeconds } = lagCase;
  const options: LinkWorldOptions = {
    push: push !== 'off',
    timings: { ...COMPLETION, ec2LeadSpreadSeconds: leadSeconds, ec2PendingSeconds: pendingSeconds },
  };
  const world = await startLinkWorld(options);
  try {
    world.aws.topics.loses = () => push === 'lost';
    world.aws.topics.delaySeconds = push === 'late' ? LATE_SECONDS : 0;
    for (let count = 0; count < links; count += 1) {
      world.createVpcEndpoint();
      await world.time.run(APART_SECONDS);
    }
    await world.time.run();
    const lags = observedLinks(world).map(({ lagSeconds = Number.NaN }) => lagSeconds);
    const completions = [...world.service.links.values()].map(({ durationSeconds }) => durationSeconds);
    const row = {
      name,
      meanLagSeconds: mean(lags),
      p95LagSeconds: quantile(lags, 0.95),
      maxLagSeconds: Math.max(...lags),
      meanRequests: linkRequests(world) / links,
    };
    return { row, completions };
  } finally {
    await world.close();
  }
}

/** Lag and requests of other products for links with these completion times. */
export function peerRows(completions: readonly number[]): LagRow[] {
  return PEER_SCHEDULES.map((schedule) => {
    const detections = completions.map((completion) => detect(schedule, completion));
    const lags = detections.map(({ lagSeconds }) => lagSeconds);
    return {
      name: schedule.name,
      meanLagSeconds: mean(lags),
      p95LagSeconds: quantile(lags, 0.95),
      maxLagSeconds: Math.max(...lags),
      meanRequests:
        mean(detections.map(({ polls }) => polls)) * schedule.requestsPerPoll + schedule.otherRequests,
    };
  });
}

function detect(schedule: PollingSchedule, completion: number): { lagSeconds: number; polls: number } {
  let polls = 0;
  for (const at of schedule.polls()) {
    polls += 1;
    if (at >= completion) return { lagSeconds: at - completion, polls };
  }
  throw new Error(`The schedule of ${schedule.name} must not end, but it did`);
}
