import { secondsUntilNextPoll } from '../lambda/domain/polling/pacing.js';

/** How one product checks a link after its accepted POST. */
export interface PollingSchedule {
  readonly name: string;
  /** Times of the polls in seconds after the POST, ascending, without end. */
  polls(): Generator<number>;
  /** HTTP requests of one poll with API-key (digest) authentication. */
  readonly requestsPerPoll: number;
  /** HTTP requests besides the polls: listing, registration, first challenges, what follows availability. */
  readonly otherRequests: number;
}

/**
 * Step Functions and a warm Lambda add this to every wait. An assumption on the safe side: three state transitions
 * and one invocation are typically 100 to 200 ms.
 */
const POLL_OVERHEAD_SECONDS = 0.2;
const DEADLINE_SECONDS = 3600;

function* everySeconds(first: number, then: number): Generator<number> {
  for (let at = first; ; at += then) yield at;
}

function* ourPolls(): Generator<number> {
  for (let at = 0; ; ) {
    yield at;
    at += POLL_OVERHEAD_SECONDS;
    at += secondsUntilNextPoll({ elapsedSeconds: at, remainingSeconds: DEADLINE_SECONDS - at });
  }
}

/** The others' schedules as their public source has them; each request of theirs is preceded by an unauthenticated probe. */
export const POLLING_SCHEDULES: readonly PollingSchedule[] = [
  {
    name: 'cdk-atlas-privatelink',
    polls: ourPolls,
    requestsPerPoll: 1,
    // List, POST, and the first challenge of each of two containers.
    otherRequests: 4,
  },
  {
    name: 'Terraform provider',
    polls: () => everySeconds(10, 10),
    requestsPerPoll: 2,
    // POST, clusters, read-back, each twice.
    otherRequests: 6,
  },
  {
    name: 'CloudFormation type PrivateEndpointAWS',
    polls: () => everySeconds(10, 20),
    requestsPerPoll: 2,
    otherRequests: 2,
  },
  {
    name: 'Atlas Kubernetes operator',
    polls: () => everySeconds(10, 10),
    // Project, service and interface in each pass.
    requestsPerPoll: 6,
    otherRequests: 2,
  },
];
