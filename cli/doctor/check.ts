import type { DoctorFacts } from './facts.js';

/** In the order of a link's way, from the event to the connection string: the first that is wrong is the cause. */
export const CHECK_NAMES = [
  'automation',
  'atlas-access',
  'endpoint',
  'endpoint-service',
  'trail',
  'rules',
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

export interface Finding {
  /** `note`: worth knowing, and not why the endpoint does not work. `wait`: not there yet, and not late. */
  readonly status: 'ok' | 'note' | 'wait' | 'wrong' | 'not checked';
  readonly message: string;
  /** What to do; empty where nothing is to be done. */
  readonly remedy: string;
  /** ISO 8601, of `wait`: what is not there by then is wrong. */
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
