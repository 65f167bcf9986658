import type { DoctorFacts } from '../facts/doctor-facts.js';

/** In the order of a link's steps, from the event to the connection string: the first wrong one is the cause. */
export const CHECK_NAMES = [
  'automation',
  'atlas-access',
  'atlas-role',
  'member-stack',
  'member-role',
  'endpoint',
  'endpoint-service',
  'project-reach',
  'trail',
  'rules',
  'member-rules',
  'hub-bus',
  'heartbeat',
  'member-dead-letters',
  'dead-letters',
  'declared',
  'selection',
  'registration',
  'status',
  'execution',
  'preflight',
  'connection-strings',
  'dns',
] as const;
export type CheckName = (typeof CHECK_NAMES)[number];

/** Checks of the way from a member to its hub. */
export const MEMBER_CHECK_NAMES = [
  'member-stack',
  'member-role',
  'project-reach',
  'member-rules',
  'hub-bus',
  'heartbeat',
  'member-dead-letters',
] as const satisfies readonly CheckName[];
export type MemberCheckName = (typeof MEMBER_CHECK_NAMES)[number];

export interface Finding {
  /** `note`: information, not the cause of the problem. `wait`: missing, but not late yet. */
  readonly status: 'ok' | 'note' | 'wait' | 'wrong' | 'not checked';
  readonly message: string;
  /** What to do; empty if there is nothing to do. */
  readonly remedy: string;
  /** For `wait`, ISO 8601: what is still missing then is wrong. */
  readonly until?: string;
}

export type Check = (facts: DoctorFacts) => Finding;

export function ok(message: string): Finding {
  return { status: 'ok', message, remedy: '' };
}

export function note(message: string, remedy = ''): Finding {
  return { status: 'note', message, remedy };
}

export function wrong(message: string, remedy: string): Finding {
  return { status: 'wrong', message, remedy };
}

export function wait(until: Date, message: string, remedy: string): Finding {
  return { status: 'wait', message, remedy, until: until.toISOString() };
}

export function notChecked(message: string): Finding {
  return { status: 'not checked', message, remedy: '' };
}
