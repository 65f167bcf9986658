/** A hub, as the command line needs it. */
import { createHeardMembers } from '../../lambda/aws/heard-members.js';
import { hubBusName, type MembersSetting } from '../../lambda/contract/members.js';
import type { HeardMember } from '../../lambda/domain/model/ports/members.js';
import type { Place } from '../../lambda/domain/model/values/place.js';
import { Rules } from '../aws/rules.js';
import type { Access } from '../session/access.js';
import { type BusSenders, sendersOf } from './bus-senders.js';
import { type MemberCallers, memberCallers } from './member-callers.js';

export interface HubAccess {
  readonly setting: MembersSetting;
  /** Account and Region of the hub. */
  readonly home: Place;
  /** @throws RegistryUnavailableError */
  listHeardMembers(): Promise<readonly HeardMember[]>;
  /** Whose events the bus of the hub takes. @throws errors of the SDK */
  busSenders(): Promise<BusSenders>;
  /** Calls of the hub's role in a member account. */
  readonly callerAt: MemberCallers;
}

/** @returns undefined if the automation has no members */
export function hubOf({ automation, parameters, clock }: Access): HubAccess | undefined {
  const { members: setting, home } = automation;
  if (setting === undefined) return undefined;
  const heardMembers = createHeardMembers(setting.namespace, parameters);
  return {
    setting,
    home,
    listHeardMembers: () => heardMembers.list(),
    busSenders: async () => {
      const { namespace } = setting;
      return sendersOf((await new Rules().busPolicy(hubBusName(namespace))) ?? '', namespace);
    },
    callerAt: memberCallers(setting, home, clock),
  };
}
