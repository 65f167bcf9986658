import type { WorkflowInput } from '../../../execution-data/workflow-input.js';

export function isRemoval({ change }: WorkflowInput): boolean {
  return change?.kind === 'delete';
}

/** A removal uses no recorded state: it polls right before its request. */
export const CHECKED_AT_WHEN_SENT = { existed: false };
