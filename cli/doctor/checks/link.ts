/** May the endpoint be linked, is it linked, and what is the link's state? */
import type { LinkDescription } from '../../../lambda/contract/attributes.js';
import { atlasRegion } from '../../../lambda/contract/regions.js';
import type { LinkRecord } from '../../../lambda/contract/registry.js';
import { missingRegion, refusalToAdd } from '../../../lambda/domain/linking/remote-region.js';
import { hasVanished, linkability } from '../../../lambda/domain/model/eligibility.js';
import { describeSelection, isSelected } from '../../../lambda/domain/model/endpoint-selection.js';
import { judgeLink } from '../../../lambda/domain/model/link-status.js';
import type { VpcEndpoint } from '../../../lambda/domain/model/ports/ec2.js';
import type { Automation } from '../../automation/automation.js';
import { stackOf } from '../../automation/stack-name.js';
import type { DoctorFacts } from '../facts/doctor-facts.js';
import { isKnown } from '../facts/fact.js';
import {
  type Check,
  type CheckName,
  type Finding,
  type MemberCheckName,
  notChecked,
  note,
  ok,
  wait,
  wrong,
} from './check.js';
import { endpointThere } from './endpoint.js';
import {
  isDeclared,
  isRegistered,
  isUnderWay,
  noDeadLetters,
  notDeclared,
  rulesEnabled,
  trailLogs,
} from './event.js';
import { MEMBER_CHECKS, ofMember } from './member.js';
import {
  EVENT_SECONDS,
  endOf,
  isBefore,
  LINK_SECONDS,
  REMOTE_LINK_SECONDS,
  waitThenWrong,
} from './waiting.js';

/** Undefined if there is no endpoint that could be linked. */
function livingEndpoint({ endpoint }: DoctorFacts): VpcEndpoint | undefined {
  return isKnown(endpoint) && !hasVanished(endpoint.value) ? endpoint.value : undefined;
}

export const selected: Check = (facts) => {
  const endpoint = livingEndpoint(facts);
  if (endpoint === undefined) return notChecked('There is no endpoint to check.');
  if (isDeclared(facts)) return notChecked('A stack declares its link.');
  const { selection } = facts.automation;
  const wanted = describeSelection(selection);
  if (isSelected(selection, endpoint)) return ok(`It is among ${wanted}.`);
  const message = `The automation links endpoints ${wanted}; ${endpoint.endpointId} is ${owned(endpoint)}.`;
  if (isRegistered(facts)) return note(message, 'Somebody else has linked it.');
  return wrong(message, remedyFor(facts.automation, endpoint));
};

function owned({ vpcId, ownerAccount, tags }: VpcEndpoint): string {
  const list = Object.entries(tags).map(([key, value]) => `${key}=${value}`);
  return `in ${vpcId} of account ${ownerAccount}, ${list.length === 0 ? 'without tags' : `tagged ${list.join(', ')}`}`;
}

function remedyFor(automation: Automation, { endpointId }: VpcEndpoint): string {
  const { selection } = automation;
  if (selection.kind !== 'tagged')
    return `If it is to be linked, change endpointSelection in ${stackOf(automation)}, or the endpoint.`;
  const { key, value = 'true' } = selection;
  return `If it is to be linked: aws ec2 create-tags --resources ${endpointId} --tags Key=${key},Value=${value}`;
}

export const registered: Check = (facts) => {
  const { link, endpointId } = facts;
  if (!isKnown(link)) return notChecked(link.unknown);
  if (link.value !== undefined) return ok(`Atlas lists it, as ${link.value.connectionStatus}.`);
  const endpoint = livingEndpoint(facts);
  if (endpoint === undefined && endpointThere(facts).status === 'wait')
    return note('Atlas does not list it: see endpoint.');
  if (endpoint === undefined) return notChecked('There is no endpoint that could be registered.');
  if (facts.place === undefined) return notChecked('There is no endpoint service that could list it.');
  if (selected(facts).status === 'wrong') return notChecked('It is not selected.');
  const reason = explainedBy(facts);
  if (reason !== undefined) return note(`Atlas does not list it: see ${reason}.`);
  return unregistered(facts, endpoint) ?? lost(facts, endpoint, endpointId);
};

/** Each cause is reported once: a missing event or automation is not reported a second time here. */
function explainedBy(facts: DoctorFacts): CheckName | undefined {
  return BEFORE_REGISTRATION.find(([, check]) => ['wrong', 'wait'].includes(check(facts).status))?.[0];
}

const BEFORE_REGISTRATION: readonly (readonly [CheckName, Check])[] = [
  ['trail', trailLogs],
  ['rules', rulesEnabled],
  ...Object.entries(MEMBER_CHECKS).map(
    ([name, check]) => [name as MemberCheckName, ofMember(check)] as const,
  ),
  ['dead-letters', noDeadLetters],
  ['declared', notDeclared],
];

/** Explains why the link does not exist, as far as known. */
function unregistered(facts: DoctorFacts, endpoint: VpcEndpoint): Finding | undefined {
  const { record, place, now } = facts;
  const known = isKnown(record) ? record.value : undefined;
  if (known !== undefined && isUnderWay(facts))
    return waitThenWrong(now, endOf(known.executionStartedAt, linkSeconds(facts)), {
      message: `Atlas does not list it yet; execution ${known.execution} is under way since ${known.executionStartedAt}.`,
      remedy: `Follow it: atlas-privatelink watch ${endpoint.endpointId}`,
    });
  if (place !== undefined) {
    const verdict = linkability(endpoint, place.service, now);
    if (verdict.kind === 'refused') return wrong(verdict.refusal.message, verdict.refusal.advice);
    if (verdict.kind === 'wait')
      return waitThenWrong(now, endOf(endpoint.createdAt, linkSeconds(facts)), {
        message: `It cannot be linked yet: ${verdict.message}.`,
        remedy: 'Wait; it is tried again.',
      });
  }
  if (known === undefined || known.message === '') return notAccepted(facts);
  return wrong(
    `Atlas does not list it. The registry says ${known.state}: ${known.message}`,
    known.advice || `Once that is mended: atlas-privatelink link ${endpoint.endpointId}`,
  );
}

/** Why the endpoint service does not accept the endpoint's Region, if it is not going to be added. */
function notAccepted({ place, automation }: DoctorFacts): Finding | undefined {
  if (place === undefined || missingRegion(place.service, automation.region) === undefined) return undefined;
  const project = automation.projects.find(({ projectId }) => projectId === place.projectId);
  const refusal = refusalToAdd(project, place.service, automation.region);
  return refusal === undefined ? undefined : wrong(refusal.message, refusal.advice);
}

/** The normal duration of a link. */
function linkSeconds({ place, automation }: DoctorFacts): number {
  const isRemote = place !== undefined && place.service.regionName !== atlasRegion(automation.region);
  return isRemote ? REMOTE_LINK_SECONDS : LINK_SECONDS;
}

function lost({ now }: DoctorFacts, { createdAt }: VpcEndpoint, endpointId: string): Finding {
  const since = createdAt === undefined ? '' : `, made at ${createdAt.toISOString()}`;
  const until = endOf(createdAt, EVENT_SECONDS);
  if (isBefore(now, until))
    return wait(
      until,
      `Atlas does not list it yet${since}; its event may be on its way.`,
      `Wait a minute or two, or link it now: atlas-privatelink link ${endpointId}`,
    );
  return wrong(
    `Atlas does not list it${since}, and nothing is in its way: its event did not arrive, or came before the endpoint was selected.`,
    `Link it now: atlas-privatelink link ${endpointId}. The next reconciliation does so too.`,
  );
}

export const statusOfLink: Check = (facts) => {
  const { link, record } = facts;
  if (!isKnown(link)) return notChecked(link.unknown);
  if (link.value === undefined) return notChecked('Atlas does not list it.');
  const { outcome, message, advice } = judgeLink(link.value, Number.POSITIVE_INFINITY);
  const known = isKnown(record) ? record.value : undefined;
  if (outcome === 'available') return availableAt(facts, link.value);
  if (outcome === 'failed')
    return refused(facts, `Atlas says ${link.value.connectionStatus}: ${message}`, advice, known);
  return pendingFor(facts, link.value, known);
};

/** A running execution retries temporary refusals. */
function refused(
  facts: DoctorFacts,
  message: string,
  advice: string,
  record: LinkRecord | undefined,
): Finding {
  if (!isUnderWay(facts)) return wrong(message, advice);
  return waitThenWrong(facts.now, endOf(record?.executionStartedAt, linkSeconds(facts)), {
    message: `${message} The execution is still under way and may try again.`,
    remedy: advice,
  });
}

function availableAt({ endpoint }: DoctorFacts, { connectionStatus }: LinkDescription): Finding {
  const state = isKnown(endpoint) ? endpoint.value?.state : undefined;
  if (state === undefined || state === 'available')
    return ok(`Atlas says ${connectionStatus}, EC2 ${state ?? 'nothing'}.`);
  return note(
    `Atlas says ${connectionStatus}, and EC2 ${state}.`,
    'One of the two may be late: check again in a minute.',
  );
}

function pendingFor(
  facts: DoctorFacts,
  { connectionStatus, deleteRequested }: LinkDescription,
  record: LinkRecord | undefined,
): Finding {
  const { endpointId, endpoint, isRunning, now } = facts;
  const since = record === undefined ? '' : ` since ${record.executionStartedAt}`;
  if (deleteRequested || connectionStatus === 'DELETING')
    return wrong(
      `Its link is being removed${since}.`,
      'AWS rejects the endpoint once it is removed: create another VPC endpoint where a link is needed.',
    );
  const hasDied = record?.state === 'linking' && isKnown(isRunning) && !isRunning.value;
  const message = `Atlas says ${connectionStatus}${since}; a link takes one to five minutes.`;
  // The next check reports it.
  if (hasDied) return note(message);
  if (record?.state === 'timed-out')
    return wrong(`Atlas says ${connectionStatus}. ${record.message}`, record.advice || followIt(endpointId));
  const createdAt = isKnown(endpoint) ? endpoint.value?.createdAt : undefined;
  return waitThenWrong(now, endOf(record?.executionStartedAt ?? createdAt, linkSeconds(facts)), {
    message,
    remedy: record?.advice || followIt(endpointId),
  });
}

function followIt(endpointId: string): string {
  return `Follow it: atlas-privatelink watch ${endpointId}`;
}

export const executionAlive: Check = ({ record, isRunning, link, endpointId }) => {
  if (!isKnown(record)) return notChecked(record.unknown);
  const known = record.value;
  if (known === undefined) return notChecked('The registry has no record of it.');
  const isUnderWay = known.state === 'linking' || known.state === 'unlinking';
  if (!isUnderWay) return ended(known, isKnown(link) ? link.value : undefined);
  if (!isKnown(isRunning)) return notChecked(isRunning.unknown);
  if (isRunning.value)
    return ok(`Execution ${known.execution} is under way since ${known.executionStartedAt}.`);
  return wrong(
    `Execution ${known.execution} has ended without a conclusion.`,
    known.state === 'linking'
      ? `Start another: atlas-privatelink link ${endpointId}. The next reconciliation does so too.`
      : 'Start another: atlas-privatelink reconcile',
  );
};

/** Earlier checks have already reported why it failed. */
function ended({ execution, state }: LinkRecord, link: LinkDescription | undefined): Finding {
  const isAvailable = link !== undefined && judgeLink(link, Number.POSITIVE_INFINITY).outcome === 'available';
  const wording = `Execution ${execution} has ended as ${state}`;
  if (isAvailable && state !== 'available')
    return note(`${wording}, and Atlas says AVAILABLE.`, 'Correct the registry: atlas-privatelink reconcile');
  return ok(`${wording}.`);
}
