/**
 * A member can write the time of a call. With a time in the future, the hub would never report missing heartbeats of the
 * member, and would wait for ever for EC2 to show the endpoint.
 *
 * @returns the event with `now` in place of a time in the future
 */
export function withoutFuture<Event extends { readonly eventTime: Date }>(event: Event, now: Date): Event {
  return event.eventTime > now ? { ...event, eventTime: now } : event;
}
