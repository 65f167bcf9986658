import { atlasReadable, automationFound } from './checks/access.js';
import { CHECK_NAMES, type Check, type CheckName, type Finding, MEMBER_CHECK_NAMES } from './checks/check.js';
import { endpointThere, leadsToAtlas } from './checks/endpoint.js';
import { noDeadLetters, notDeclared, rulesEnabled, trailLogs } from './checks/event.js';
import { executionAlive, registered, selected, statusOfLink } from './checks/link.js';
import { MEMBER_CHECKS, ofMember } from './checks/member.js';
import { roleSuffices } from './checks/role.js';
import { namesResolve, preflightClean, stringsThere } from './checks/use.js';
import type { DoctorFacts } from './facts/doctor-facts.js';

const CHECKS: Readonly<Record<CheckName, Check>> = {
  automation: automationFound,
  'atlas-access': atlasReadable,
  'atlas-role': roleSuffices,
  endpoint: endpointThere,
  'endpoint-service': leadsToAtlas,
  trail: trailLogs,
  rules: rulesEnabled,
  'member-stack': ofMember(MEMBER_CHECKS['member-stack']),
  'member-role': ofMember(MEMBER_CHECKS['member-role']),
  'project-reach': ofMember(MEMBER_CHECKS['project-reach']),
  'member-rules': ofMember(MEMBER_CHECKS['member-rules']),
  'hub-bus': ofMember(MEMBER_CHECKS['hub-bus']),
  heartbeat: ofMember(MEMBER_CHECKS.heartbeat),
  'member-dead-letters': ofMember(MEMBER_CHECKS['member-dead-letters']),
  'dead-letters': noDeadLetters,
  declared: notDeclared,
  selection: selected,
  registration: registered,
  status: statusOfLink,
  execution: executionAlive,
  preflight: preflightClean,
  'connection-strings': stringsThere,
  dns: namesResolve,
};

export interface CheckResult extends Finding {
  readonly check: CheckName;
}

export interface Diagnosis {
  /**
   * `wait`: nothing is wrong, but a step is still within its normal time. `unknown`: nothing wrong was found, but an
   * essential part of a link could not be checked.
   */
  readonly verdict: 'ok' | 'wait' | 'wrong' | 'unknown';
  /** The first wrong check, otherwise the first one that waits; null if there is neither. */
  readonly cause: CheckResult | null;
  readonly checks: readonly CheckResult[];
}

/** Without these checks there is no diagnosis. */
const INDISPENSABLE: readonly CheckName[] = ['atlas-access', 'endpoint', 'registration'];

export function diagnose(facts: DoctorFacts): Diagnosis {
  const names = facts.member === undefined ? OWN_CHECK_NAMES : OF_MEMBER_CHECK_NAMES;
  return diagnosisOf(names.map((check) => ({ check, ...CHECKS[check](facts) })));
}

/** Checks of an endpoint of the automation's own account and Region. */
export const OWN_CHECK_NAMES = CHECK_NAMES.filter(
  (name) => !MEMBER_CHECK_NAMES.some((ofMembers) => ofMembers === name),
);
/** The rules of a member have a check of their own. */
const OF_MEMBER_CHECK_NAMES = CHECK_NAMES.filter((name) => name !== 'rules');

export function diagnosisOf(checks: readonly CheckResult[]): Diagnosis {
  const cause = checks.find(({ status }) => status === 'wrong') ?? null;
  if (cause !== null) return { verdict: 'wrong', cause, checks };
  const isUndecided = checks.some(
    ({ check, status }) => status === 'not checked' && INDISPENSABLE.includes(check),
  );
  if (isUndecided) return { verdict: 'unknown', cause, checks };
  const awaited = checks.find(({ status }) => status === 'wait') ?? null;
  return { verdict: awaited === null ? 'ok' : 'wait', cause: awaited, checks };
}

/** Diagnosis if there is no automation: nothing else can be checked. */
export function withoutAutomation(message: string, remedy: string): Diagnosis {
  return diagnosisOf(
    OWN_CHECK_NAMES.map((check) =>
      check === 'automation'
        ? { check, status: 'wrong', message, remedy }
        : { check, status: 'not checked', message: 'There is no automation to ask.', remedy: '' },
    ),
  );
}
