import { secondsUntilNextLook } from '../lambda/domain/polling/pacing.js';

/** How one product looks at a link after its accepted POST. */
export interface PollingSchedule {
  readonly name: string;
  /** Times of the looks in seconds after the POST, ascending, without end. */
  looks(): Generator<number>;
  /** HTTP requests of one look with API-key (digest) authentication. */
  readonly requestsPerLook: number;
  /** HTTP requests besides the looks: listing, registration, first challenges, what follows availability. */
  readonly otherRequests: number;
}

/**
 * Step Functions and a warm Lambda add this to every wait. An assumption on the safe side: three state transitions
 * and one invocation are typically 100 to 200 ms.
 */
const LOOK_OVERHEAD_SECONDS = 0.2;
const DEADLINE_SECONDS = 3600;

function* everySeconds(first: number, then: number): Generator<number> {
  for (let at = first; ; at += then) yield at;
}

function* ourLooks(): Generator<number> {
  for (let at = 0; ; ) {
    yield at;
    at += LOOK_OVERHEAD_SECONDS;
    at += secondsUntilNextLook({ elapsedSeconds: at, remainingSeconds: DEADLINE_SECONDS - at });
  }
}

/** The others' schedules as their public source has them; each request of theirs is preceded by an unauthenticated probe. */
export const POLLING_SCHEDULES: readonly PollingSchedule[] = [
  {
    name: 'cdk-atlas-privatelink',
    looks: ourLooks,
    requestsPerLook: 1,
    // List, POST, and the first challenge of each of two containers.
    otherRequests: 4,
  },
  {
    name: 'Terraform provider',
    looks: () => everySeconds(10, 10),
    requestsPerLook: 2,
    // POST, clusters, read-back, each twice.
    otherRequests: 6,
  },
  {
    name: 'CloudFormation type PrivateEndpointAWS',
    looks: () => everySeconds(10, 20),
    requestsPerLook: 2,
    otherRequests: 2,
  },
  {
    name: 'Atlas Kubernetes operator',
    looks: () => everySeconds(10, 10),
    // Project, service and interface in each pass.
    requestsPerLook: 6,
    otherRequests: 2,
  },
];
