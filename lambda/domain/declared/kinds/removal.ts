import type { WorkflowInput } from '../../../execution-data/workflow-input.js';

export function isRemoval({ change }: WorkflowInput): boolean {
  return change?.kind === 'delete';
}

/** A removal rests on nothing that was recorded: it looks when it sends. */
export const CHECKED_AT_WHEN_SENT = { existed: false };
