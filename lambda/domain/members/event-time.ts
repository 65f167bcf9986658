/** Times that events of members state: an event may be delivered late, again, or with a time that somebody has written. */
import type { HeardMember } from '../model/ports/members.js';

/**
 * A member can write the time of a call. With a time in the future, the hub would never report missing heartbeats of the
 * member, and would wait for ever for EC2 to show the endpoint.
 *
 * @returns the event with `now` in place of a time in the future
 */
export function withoutFuture<Event extends { readonly eventTime: Date }>(event: Event, now: Date): Event {
  return event.eventTime > now ? { ...event, eventTime: now } : event;
}

/** What the hub records of a heartbeat. */
export interface HeardHeartbeat {
  readonly memberVersion: number;
  readonly heardAt: Date;
}

/**
 * EventBridge delivers events in no order, and tries for a day: an older heartbeat may have the version of a template
 * that has been replaced. The time of an event that has introduced the member says nothing about its version.
 *
 * @param recorded undefined if the member was never heard
 * @returns what to record; undefined if what is recorded is as new, or newer
 */
export function newestOf(
  recorded: Pick<HeardMember, 'memberVersion' | 'heardAt'> | undefined,
  heartbeat: HeardHeartbeat,
  now: Date,
): HeardHeartbeat | undefined {
  const heardAt = heartbeat.heardAt > now ? now : heartbeat.heardAt;
  const before = recorded?.heardAt;
  // Releases before recorded times of the future.
  if (before === undefined || before > now || before < heardAt) return { ...heartbeat, heardAt };
  return recorded?.memberVersion === undefined ? { ...heartbeat, heardAt: before } : undefined;
}
