/** What lies between a member and its hub. */
import type { HubPlace, MemberDescription } from '../../../lambda/contract/members.js';
import type { HeardMember } from '../../../lambda/domain/model/ports/members.js';
import type { Place } from '../../../lambda/domain/model/values/place.js';
import type { RuleFacts, RuleTarget } from '../../aws/rules.js';
import type { Fact } from './fact.js';

export interface MemberFacts {
  /** Account and Region of the endpoint. */
  readonly place: Place;
  /** As the credentials show it: the hub itself, or what the member says of it. */
  readonly hub: HubPlace;
  /** Undefined: the account has no member stack in the Region. */
  readonly description: Fact<MemberDescription | undefined>;
  /** The role of the member has let the caller in. */
  readonly entered: Fact<true>;
  /** Rules that forward events. */
  readonly rules: Fact<readonly RuleFacts[]>;
  readonly targets: Fact<readonly RuleTarget[]>;
  /** Policy of the bus of the hub, empty if it has none; undefined: there is no bus. */
  readonly busPolicy: Fact<string | undefined>;
  /** Number of messages in the dead-letter queue of the member, of events that could not be delivered to the hub. */
  readonly undelivered: Fact<number>;
  /** Undefined: the hub has never heard it. */
  readonly heard: Fact<HeardMember | undefined>;
}
