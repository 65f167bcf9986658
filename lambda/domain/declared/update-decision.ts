/** What an Update means, and what a request changes in consequence. */
import type { ChangeKind, ResourceRequest } from './resource-request.js';

/** What an Update means: the same thing changed, or another thing in its place. */
export type UpdateDecision =
  | {
      readonly kind: 'update';
      /** Atlas cannot make the change: the reason, unless it has what is wanted already. */
      readonly refusedUnlessThere?: string;
    }
  | { readonly kind: 'replace' };

export function changeKind({ requestType }: ResourceRequest, decision: UpdateDecision): ChangeKind {
  if (requestType === 'Delete') return 'delete';
  return requestType === 'Create' || decision.kind === 'replace' ? 'create' : 'update';
}

export function refusalIn(
  kind: ChangeKind,
  decision: UpdateDecision,
): { refusedUnlessThere?: string | undefined } {
  return kind === 'update' && decision.kind === 'update'
    ? { refusedUnlessThere: decision.refusedUnlessThere }
    : {};
}

/** Whether a physical id is this one, whatever it says besides. */
export function beginsWith(physicalId: string, beginning: string): boolean {
  return physicalId === beginning || physicalId.startsWith(`${beginning}/`);
}
