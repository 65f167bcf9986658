/** Diagnosis with credentials of a member: what its own account shows, without Atlas and the hub. */
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import type { ClusterConnectionStrings } from '../../lambda/contract/custom-resources.js';
import { memberRuleName } from '../../lambda/contract/members.js';
import type { LinkRecord } from '../../lambda/contract/registry.js';
import { clientSettings } from '../aws/client-settings.js';
import { Trails } from '../aws/trails.js';
import type { OwnMember } from '../members/own-member.js';
import { type CheckName, type Finding, notChecked, note, ok, wrong } from './checks/check.js';
import { type EndpointFacts, endpointThere } from './checks/endpoint.js';
import { trailLogs } from './checks/event.js';
import { MEMBER_CHECKS } from './checks/member.js';
import { EVENT_SECONDS, endOf, LINK_SECONDS, waitThenWrong } from './checks/waiting.js';
import { type Diagnosis, diagnosisOf } from './diagnose.js';
import type { DoctorFacts } from './facts/doctor-facts.js';
import { type Fact, fact, isKnown, unknown } from './facts/fact.js';
import { memberFactsAtHome } from './facts/gather-member-facts.js';
import { gatherTrails } from './facts/gather-trails.js';
import type { MemberFacts } from './facts/member-facts.js';

type HomeFacts = EndpointFacts &
  Pick<DoctorFacts, 'trails' | 'otherTrails' | 'isRunning'> & {
    readonly automation: Pick<DoctorFacts['automation'], 'account' | 'region' | 'stackRuleName'>;
    readonly member: MemberFacts;
    readonly recordedStrings: Fact<readonly ClusterConnectionStrings[]>;
  };

export async function diagnoseAtHome(own: OwnMember, endpointId: string): Promise<Diagnosis> {
  const facts = await gather(own, endpointId);
  const { member } = facts;
  const findings: readonly (readonly [CheckName, Finding])[] = [
    ['member-stack', MEMBER_CHECKS['member-stack'](member, facts)],
    ['member-role', MEMBER_CHECKS['member-role'](member, facts)],
    ['endpoint', endpointThere(facts)],
    ['trail', trailLogs(facts)],
    ['member-rules', MEMBER_CHECKS['member-rules'](member, facts)],
    ['hub-bus', MEMBER_CHECKS['hub-bus'](member, facts)],
    ['heartbeat', MEMBER_CHECKS.heartbeat(member, facts)],
    ['member-dead-letters', MEMBER_CHECKS['member-dead-letters'](member, facts)],
    ['registration', recorded(facts)],
    ['connection-strings', stringsRecorded(facts)],
  ];
  return diagnosisOf(findings.map(([check, finding]) => ({ check, ...finding })));
}

async function gather(own: OwnMember, endpointId: string): Promise<HomeFacts> {
  const { registry, endpoints, place, description, clock } = own;
  const trailsOfAccount = new Trails(new CloudTrailClient(clientSettings()));
  const [member, endpoint, history, trailsFound, record, recordedStrings] = await Promise.all([
    memberFactsAtHome(own),
    fact(() => endpoints.describe(endpointId)),
    fact(() => trailsOfAccount.history(endpointId)),
    gatherTrails(trailsOfAccount),
    fact(() => registry.find(endpointId)),
    fact(() => registry.connectionStrings(endpointId)),
  ]);
  return {
    endpointId,
    now: clock.now(),
    automation: { ...place, stackRuleName: memberRuleName(description.namespace, 'stack') },
    member,
    endpoint,
    history,
    ...trailsFound,
    record,
    recordedStrings,
    link: linkIn(record),
    isRunning: unknown('Only credentials of the hub show its executions.'),
  };
}

/** A copy that says that the link is available is as good as Atlas for what comes before. */
function linkIn(record: Fact<LinkRecord | undefined>): DoctorFacts['link'] {
  if (isKnown(record) && record.value?.state === 'available') return { value: record.value.link };
  return unknown('Only credentials of the hub show what Atlas lists.');
}

function recorded({ record, endpoint, endpointId, member, now }: HomeFacts): Finding {
  if (!isKnown(record)) return notChecked(record.unknown);
  const { place, hub } = member;
  const askHub = `Ask the hub, with credentials of account ${hub.account} in ${hub.region}: atlas-privatelink doctor ${endpointId} --account ${place.account} --region ${place.region}`;
  const known = record.value;
  if (known === undefined)
    return waitThenWrong(now, endOf(createdAt(endpoint), EVENT_SECONDS + LINK_SECONDS), {
      message: 'This account has no record of a link of it: the hub has not concluded one.',
      remedy: askHub,
    });
  if (known.state === 'available') return ok(`The hub recorded it as available at ${known.lastSeenAt}.`);
  return wrong(`The hub recorded it as ${known.state}: ${known.message}`, known.advice || askHub);
}

function createdAt(endpoint: HomeFacts['endpoint']): Date | undefined {
  return isKnown(endpoint) ? endpoint.value?.createdAt : undefined;
}

function stringsRecorded({ recordedStrings }: HomeFacts): Finding {
  if (!isKnown(recordedStrings)) return notChecked(recordedStrings.unknown);
  const names = recordedStrings.value.map(({ cluster }) => cluster).join(', ');
  if (names === '') return note('This account has no connection strings of it.');
  return ok(`This account has those of ${names}.`);
}
