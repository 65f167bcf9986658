/** What an Update means, and what its request therefore changes. */
import type { ChangeKind, ResourceRequest } from './resource-request.js';

/** An Update changes the same thing, or replaces it by another one. */
export type UpdateDecision =
  | {
      readonly kind: 'update';
      /** Why Atlas cannot make the change, unless the wanted state exists already. */
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

/** Whether a physical id begins with this prefix, whatever follows. */
export function beginsWith(physicalId: string, beginning: string): boolean {
  return physicalId === beginning || physicalId.startsWith(`${beginning}/`);
}
