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

function* everySeconds(first: number, then: number): Generator<number> {
  for (let at = first; ; at += then) yield at;
}

/** The others' schedules as their public source has them; each request of theirs is preceded by an unauthenticated probe. */
export const PEER_SCHEDULES: readonly PollingSchedule[] = [
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
