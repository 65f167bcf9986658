import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SSMClient } from '@aws-sdk/client-ssm';
import { createMemberQueue } from '../../../lambda/aws/member-queue.js';
import {
  heartbeatRuleName,
  hubBusName,
  MEMBER_RULES,
  MEMBER_VERSION,
  type MemberDescription,
  memberRuleName,
} from '../../../lambda/contract/members.js';
import { awsRegion } from '../../../lambda/contract/regions.js';
import { memberPlaces } from '../../../lambda/domain/members/served-places.js';
import type { HeardMember } from '../../../lambda/domain/model/ports/members.js';
import { isSamePlace, type Place } from '../../../lambda/domain/model/values/place.js';
import { clientSettings } from '../../aws/client-settings.js';
import { Rules } from '../../aws/rules.js';
import { sdkParameterStore, sdkQueues } from '../../aws/sdk-services.js';
import type { HubAccess } from '../../members/hub-access.js';
import { memberStacks } from '../../members/member-description.js';
import type { OwnMember } from '../../members/own-member.js';
import type { Access } from '../../session/access.js';
import { type Fact, fact, isKnown, unknown } from './fact.js';
import type { MemberFacts } from './member-facts.js';

/** With credentials of the hub's account. @param access of the member */
export async function memberFactsAtHub({ automation }: Access, hub: HubAccess): Promise<MemberFacts> {
  const { account, region } = automation;
  const place = { account, region };
  const { namespace } = hub.setting;
  const caller = hub.callerAt(place);
  const description = fact(() =>
    memberStacks(sdkParameterStore(new SSMClient(clientSettings(caller)))).findStack(namespace),
  );
  const [entered, busPolicy, heard, undelivered, rules] = await Promise.all([
    fact(async () => {
      await caller.credentials();
      return true as const;
    }),
    fact(() => new Rules().busPolicy(hubBusName(namespace))),
    fact(() => heardAt(hub, place)),
    fact(() => createMemberQueue(place, namespace, sdkQueues(caller)).countMessages()),
    description.then((known) =>
      rulesOf(namespace, known, new Rules(new EventBridgeClient(clientSettings(caller)))),
    ),
  ]);
  const facts = { place, hub: { ...hub.home, namespace }, entered, busPolicy, heard, undelivered, ...rules };
  return { ...facts, description: await description };
}

/** With credentials of the member's account. */
export async function memberFactsAtHome({ place, description }: OwnMember): Promise<MemberFacts> {
  const { hubAccount, hubRegion, namespace } = description;
  const hub = { account: hubAccount, region: awsRegion(hubRegion), namespace };
  const onlyHub = unknown(`Only credentials of the hub (account ${hubAccount}, ${hubRegion}) show it.`);
  const known = { value: description };
  const [rules, undelivered] = await Promise.all([
    rulesOf(namespace, known, new Rules()),
    fact(() => createMemberQueue(place, namespace, sdkQueues()).countMessages()),
  ]);
  return {
    place,
    hub,
    description: known,
    entered: onlyHub,
    busPolicy: onlyHub,
    heard: onlyHub,
    undelivered,
    ...rules,
  };
}

async function heardAt(hub: HubAccess, place: Place): Promise<HeardMember | undefined> {
  const members = memberPlaces(hub.setting, hub.home, await hub.listHeardMembers());
  return members.find((member) => isSamePlace(member.place, place));
}

async function rulesOf(
  namespace: string,
  description: Fact<MemberDescription | undefined>,
  rules: Rules,
): Promise<Pick<MemberFacts, 'rules' | 'targets'>> {
  const version = isKnown(description) ? description.value?.version : undefined;
  const names = [
    ...MEMBER_RULES.map((rule) => memberRuleName(namespace, rule)),
    heartbeatRuleName(namespace, version ?? MEMBER_VERSION),
  ];
  const [found, targets] = await Promise.all([
    fact(() => Promise.all(names.map((name) => rules.describe(name)))),
    fact(async () => (await Promise.all(names.map((name) => rules.targetsOf(name)))).flat()),
  ]);
  return { rules: found, targets };
}
