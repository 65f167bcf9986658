/** The polling of one product after its POST was accepted. */
export interface PollingSchedule {
  readonly name: string;
  /** Endless ascending sequence of poll times, in seconds after the POST. */
  polls(): Generator<number>;
  /** HTTP requests of one poll with API-key (digest) authentication. */
  readonly requestsPerPoll: number;
  /** HTTP requests besides the polls: listing, registration, first challenges, and requests after availability. */
  readonly otherRequests: number;
}

function* everySeconds(first: number, then: number): Generator<number> {
  for (let at = first; ; at += then) yield at;
}

/**
 * Schedules of other products, from their public source code. They send an unauthenticated request before each
 * authenticated one.
 */
export const PEER_SCHEDULES: readonly PollingSchedule[] = [
  {
    name: 'Terraform provider',
    polls: () => everySeconds(10, 10),
    requestsPerPoll: 2,
    // POST, list of clusters and read of the link, twice each.
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
    // Each pass reads project, endpoint service and endpoint, twice each.
    requestsPerPoll: 6,
    otherRequests: 2,
  },
];
