import type { SelectionSpec } from '../../contract/selection.js';
import type { VpcEndpoint } from './ports/ec2.js';

/** Whether the selection says that this endpoint may be linked. */
export function isSelected(selection: SelectionSpec, endpoint: VpcEndpoint): boolean {
  switch (selection.kind) {
    case 'all':
      return true;
    case 'tagged':
      return hasTag(endpoint, selection.key, selection.value);
    case 'inVpcs':
      return selection.vpcIds.includes(endpoint.vpcId);
    case 'inAccounts':
      return selection.accounts.includes(endpoint.ownerAccount);
    case 'anyOf':
      return selection.of.some((part) => isSelected(part, endpoint));
    case 'allOf':
      // In logic, an empty conjunction is true; here a mistake would then select every endpoint.
      return selection.of.length > 0 && selection.of.every((part) => isSelected(part, endpoint));
  }
}

/**
 * Whether a tag of this endpoint selects it, so that somebody has explicitly asked for its link. `all()` and similar
 * selections also cover endpoints for other vendors' services.
 */
export function isSelectedByTag(selection: SelectionSpec, endpoint: VpcEndpoint): boolean {
  switch (selection.kind) {
    case 'tagged':
      return hasTag(endpoint, selection.key, selection.value);
    case 'all':
    case 'inVpcs':
    case 'inAccounts':
      return false;
    case 'anyOf':
      return selection.of.some((part) => isSelectedByTag(part, endpoint));
    case 'allOf':
      return isSelected(selection, endpoint) && selection.of.some((part) => isSelectedByTag(part, endpoint));
  }
}

/**
 * Whether the selection covers an endpoint that EC2 no longer shows, so that its tags and VPC are unknown: only if the
 * selection does not depend on them.
 */
export function coversUnseen(selection: SelectionSpec, ownerAccount: string): boolean {
  switch (selection.kind) {
    case 'all':
      return true;
    case 'inAccounts':
      return selection.accounts.includes(ownerAccount);
    case 'tagged':
    case 'inVpcs':
      return false;
    case 'anyOf':
      return selection.of.some((part) => coversUnseen(part, ownerAccount));
    case 'allOf':
      return selection.of.length > 0 && selection.of.every((part) => coversUnseen(part, ownerAccount));
  }
}

function hasTag(endpoint: VpcEndpoint, key: string, value: string | undefined): boolean {
  if (!Object.hasOwn(endpoint.tags, key)) return false;
  return value === undefined || endpoint.tags[key] === value;
}

/** For logs: `tagged atlas=link`, `(in VPC vpc-1 and tagged a)`. */
export function describeSelection(selection: SelectionSpec): string {
  switch (selection.kind) {
    case 'all':
      return 'all endpoints';
    case 'tagged':
      return selection.value === undefined
        ? `tagged ${selection.key}`
        : `tagged ${selection.key}=${selection.value}`;
    case 'inVpcs':
      return `in VPC ${selection.vpcIds.join(', ')}`;
    case 'inAccounts':
      return `in account ${selection.accounts.join(', ')}`;
    case 'anyOf':
      return `(${selection.of.map(describeSelection).join(' or ')})`;
    case 'allOf':
      return `(${selection.of.map(describeSelection).join(' and ')})`;
  }
}
