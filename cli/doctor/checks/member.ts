/** Can events of a member reach its hub, and can the hub enter the member? */
import {
  forwarderRoleName,
  HEARTBEAT_MINUTES,
  hubBusName,
  memberParameterName,
  memberQueueName,
  memberRoleName,
  memberRuleName,
  SILENT_MILLISECONDS,
} from '../../../lambda/contract/members.js';
import { reachRefusal } from '../../../lambda/domain/members/project-reach.js';
import { describePlace, type Place } from '../../../lambda/domain/model/values/place.js';
import { type BusSenders, outsideUnits, sendersOf } from '../../members/bus-senders.js';
import { isTolerated, versionAdvice } from '../../members/template-version.js';
import type { DoctorFacts } from '../facts/doctor-facts.js';
import { isKnown } from '../facts/fact.js';
import type { MemberFacts } from '../facts/member-facts.js';
import { type Check, type Finding, type MemberCheckName, notChecked, note, ok } from './check.js';
import { type LinkFacts, wrongUnlessLinked } from './event.js';

/** Facts for which an account of a member is checked, with or without its hub. */
export type MemberCheck = (member: MemberFacts, facts: LinkFacts) => Finding;

const DEPLOY = 'Deploy the member stack there (docs/organization.md), of the same hub and namespace.';

export const memberStackThere: MemberCheck = ({ place, hub, description }, facts) => {
  if (!isKnown(description)) return notChecked(description.unknown);
  const name = memberParameterName(hub.namespace);
  const found = description.value;
  if (found === undefined)
    return wrongUnlessLinked(
      facts,
      `Account ${describePlace(place)} has no member stack: there is no parameter ${name}.`,
      DEPLOY,
    );
  if (found.hubAccount !== hub.account || found.hubRegion !== hub.region)
    return wrongUnlessLinked(
      facts,
      `Its member stack is of another hub: ${found.hubAccount} ${found.hubRegion}, and not ${hub.account} ${hub.region}.`,
      `${DEPLOY} Two hubs need namespaces of their own.`,
    );
  const advice = versionAdvice(found.version);
  if (advice === '') return ok(`Its member stack is of this hub, in version ${found.version}.`);
  return isTolerated(found.version)
    ? note(advice)
    : wrongUnlessLinked(facts, advice, 'Deploy hub and members of the same release.');
};

/** A refusal of these credentials says nothing about the hub's functions. */
export const memberRoleAssumable: MemberCheck = ({ place, hub, entered }) =>
  isKnown(entered)
    ? ok(`Role ${memberRoleName(hub.namespace)} of account ${place.account} can be assumed.`)
    : notChecked(entered.unknown);

export const memberRulesForward: MemberCheck = ({ hub, rules, targets }, facts) => {
  if (!isKnown(rules)) return notChecked(rules.unknown);
  const tagRule = memberRuleName(hub.namespace, 'tag');
  // Only a hub that selects by tags has members with this rule.
  const expected = rules.value.filter(({ name, state }) => name !== tagRule || state !== 'missing');
  const broken = expected.filter(({ state }) => state !== 'enabled');
  if (broken.length > 0)
    return wrongUnlessLinked(
      facts,
      `EventBridge rule of the member ${broken.map(({ name, state }) => `${name} is ${state}`).join(', ')}.`,
      `Enable the rule. ${DEPLOY}`,
    );
  const enabled = `${expected.length} EventBridge rules of the member are enabled`;
  if (!isKnown(targets)) return ok(`${enabled}. Their targets cannot be read: ${targets.unknown}`);
  const astray = expected.find(({ name }) => !targets.value.some((target) => isToHub(target, name, hub)));
  if (astray === undefined)
    return ok(`${enabled}, and forward to the bus of the hub by role ${forwarderRoleName(hub.namespace)}.`);
  return wrongUnlessLinked(
    facts,
    `Rule ${astray.name} does not forward to bus ${busOf(hub)} of the hub by role ${forwarderRoleName(hub.namespace)}.`,
    DEPLOY,
  );
};

type Target = Extract<MemberFacts['targets'], { readonly value: unknown }>['value'][number];

function isToHub({ ruleName, arn, roleArn }: Target, name: string, hub: MemberFacts['hub']): boolean {
  const isOfForwarder = roleArn.endsWith(`:role/${forwarderRoleName(hub.namespace)}`);
  return ruleName === name && arn.endsWith(`:events:${busOf(hub)}`) && isOfForwarder;
}

/** As the end of its ARN. */
function busOf({ account, region, namespace }: MemberFacts['hub']): string {
  return `${region}:${account}:event-bus/${hubBusName(namespace)}`;
}

const DEPLOY_HUB = 'Deploy the stack of the hub again.';

export const hubBusTakesEvents: MemberCheck = ({ place, hub, busPolicy }, facts) => {
  if (!isKnown(busPolicy)) return notChecked(busPolicy.unknown);
  const policy = busPolicy.value;
  if (policy === undefined)
    return wrongUnlessLinked(facts, `The hub has no bus ${hubBusName(hub.namespace)}.`, DEPLOY_HUB);
  const bus = `bus ${hubBusName(hub.namespace)}`;
  const senders = sendersOf(policy, hub.namespace);
  if (senders.kind === 'nobody')
    return wrongUnlessLinked(
      facts,
      `The policy of ${bus} does not allow role ${forwarderRoleName(hub.namespace)} of members.`,
      DEPLOY_HUB,
    );
  if (senders.kind === 'accounts' && !senders.accounts.includes(place.account))
    return wrongUnlessLinked(
      facts,
      `The policy of ${bus} does not name account ${place.account}.`,
      `Add the account to the members of the hub. ${DEPLOY_HUB}`,
    );
  return ok(`Bus ${hubBusName(hub.namespace)} accepts events of ${acceptedBy(senders, place)}`);
};

function acceptedBy(senders: BusSenders, { account }: Place): string {
  switch (senders.kind) {
    case 'organization':
      return `every account of organization ${senders.organizationId}.`;
    case 'units':
      return `accounts in the organizational units ${senders.paths.join(', ')}, and of no other account of the organization. Whether ${account} is in one of them, AWS Organizations alone knows.`;
    default:
      return `account ${account}.`;
  }
}

const NO_HEARTBEAT = `A member sends a heartbeat every ${HEARTBEAT_MINUTES} min. If its stack is older than that, check member-rules and hub-bus, the forwarder role of the account, and policies of the organization that deny events:PutEvents.`;

/** A bus that takes the events of units refuses those of other accounts, which nobody but the sender sees. */
function noHeartbeat({ hub, busPolicy }: MemberFacts): string {
  const policy = isKnown(busPolicy) ? busPolicy.value : undefined;
  const senders = sendersOf(policy ?? '', hub.namespace);
  return senders.kind === 'units' ? `${NO_HEARTBEAT} ${outsideUnits(senders.paths)}` : NO_HEARTBEAT;
}

export const heartbeatHeard: MemberCheck = (member, facts) => {
  const { place, heard } = member;
  if (!isKnown(heard)) return notChecked(heard.unknown);
  const at = heard.value?.heardAt;
  if (at === undefined)
    return wrongUnlessLinked(facts, `The hub has never heard ${describePlace(place)}.`, noHeartbeat(member));
  if (facts.now.getTime() - at.getTime() < SILENT_MILLISECONDS)
    return ok(`The hub heard it at ${at.toISOString()}.`);
  return wrongUnlessLinked(
    facts,
    `The hub has not heard ${describePlace(place)} since ${at.toISOString()}.`,
    noHeartbeat(member),
  );
};

/** The messages do not say without being received which endpoints they are about. */
export const eventsDelivered: MemberCheck = ({ place, hub, undelivered }, facts) => {
  if (!isKnown(undelivered)) return notChecked(undelivered.unknown);
  const queue = memberQueueName(hub.namespace);
  if (undelivered.value === 0) return ok(`No event waits in queue ${queue} of the member.`);
  return wrongUnlessLinked(
    facts,
    `${undelivered.value} events of ${describePlace(place)} could not be delivered to the hub: they are in queue ${queue} there.`,
    'The attribute ERROR_CODE of its messages says why. Remove the cause (member-rules, hub-bus), run a reconciliation, and delete the messages.',
  );
};

export function projectReachable(_: MemberFacts, facts: LinkFacts & Partial<DoctorFacts>): Finding {
  const { place, automation } = facts;
  if (place === undefined || automation === undefined)
    return notChecked('There is no project that it connects to.');
  const refusal = reachRefusal(automation.projects, place.projectId, automation);
  if (refusal === undefined) return ok(`Account and Region may be linked to project ${place.projectId}.`);
  return wrongUnlessLinked(facts, refusal.message, refusal.advice);
}

export const MEMBER_CHECKS: Readonly<Record<MemberCheckName, MemberCheck>> = {
  'member-stack': memberStackThere,
  'member-role': memberRoleAssumable,
  'project-reach': projectReachable,
  'member-rules': memberRulesForward,
  'hub-bus': hubBusTakesEvents,
  heartbeat: heartbeatHeard,
  'member-dead-letters': eventsDelivered,
};

export function ofMember(check: MemberCheck): Check {
  return (facts) =>
    facts.member === undefined ? notChecked('It is not of a member.') : check(facts.member, facts);
}
