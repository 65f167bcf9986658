/** Decides whether what exists now may be the effect of a request to create it that had no response. */

/** The clocks of Lambda and Atlas are synchronized over the network; they differ by less than this. */
const CLOCK_TOLERANCE_SECONDS = 10;

/**
 * The id of an endpoint service is an ObjectId, which begins with its creation time in seconds; in recorded exchanges
 * this is the time of the response's `Date`. A service older than the poll that did not show it existed at that poll,
 * which was stale: it is somebody else's.
 *
 * @param endpointServiceId 24 hexadecimal digits; nothing is known about any other id, and it does not count as own
 */
export function isCreatedSince(endpointServiceId: string, poll: Date): boolean {
  if (!/^[0-9a-f]{24}$/.test(endpointServiceId)) return false;
  const createdAt = Number.parseInt(endpointServiceId.slice(0, 8), 16);
  return createdAt >= poll.getTime() / 1000 - CLOCK_TOLERANCE_SECONDS;
}
