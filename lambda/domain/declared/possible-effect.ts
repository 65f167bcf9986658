/** Whether what is there now can be the effect of a request to create it that had no response. */

/** Lambda's clock and Atlas's are set by the network; they differ by less. */
const CLOCK_TOLERANCE_SECONDS = 10;

/**
 * An id of an endpoint service is an ObjectId, which begins with the second of its creation: in recorded exchanges it is
 * that of the response's `Date`. What is older than the poll that has not shown it was there at that poll, which was
 * stale, and is somebody else's.
 *
 * @param endpointServiceId 24 hexadecimal digits; of anything else nothing is known, and it is not ours
 */
export function isCreatedSince(endpointServiceId: string, poll: Date): boolean {
  if (!/^[0-9a-f]{24}$/.test(endpointServiceId)) return false;
  const createdAt = Number.parseInt(endpointServiceId.slice(0, 8), 16);
  return createdAt >= poll.getTime() / 1000 - CLOCK_TOLERANCE_SECONDS;
}
