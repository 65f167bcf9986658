/** How the credentials of a hub's account become those of a member: as the hub's functions do it. */
import type { Caller } from '../../lambda/aws/caller.js';
import { memberSessions } from '../../lambda/aws/member-sessions.js';
import type { MembersSetting } from '../../lambda/contract/members.js';
import type { ClockPort } from '../../lambda/domain/model/ports/clock.js';
import type { Place } from '../../lambda/domain/model/values/place.js';

export type MemberCallers = (place: Place) => Caller;

/** Name of the sessions, which CloudTrail of the members shows. */
const SESSION_NAME = 'atlas-privatelink-command';
const PATIENCE_MILLISECONDS = 2_000;

/** The role of each member account is assumed once, and only when something of the member is asked for. */
export function memberCallers(setting: MembersSetting, home: Place, clock: ClockPort): MemberCallers {
  const sessions = memberSessions({
    hub: { account: home.account, region: home.region, namespace: setting.namespace },
    partition: setting.partition,
    clock,
    patience: { milliseconds: PATIENCE_MILLISECONDS },
    sessionName: () => SESSION_NAME,
  });
  return ({ account, region }) => ({ region, credentials: () => sessions(account) });
}
