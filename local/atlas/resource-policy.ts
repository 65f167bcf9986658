/**
 * Atlas resource policies: an organization may forbid changes of private endpoints
 * (`ResourcePolicy::Action::"project.privateEndpoint.modify"`, documented). How Atlas refuses a request for this reason has
 * not been recorded: the status is a setting, and the error code is that of the audit event in MongoDB's description.
 */
import { ApiError } from './api-error.js';

export const POLICY_STATUSES = [403, 400, 409] as const;
export type PolicyStatus = (typeof POLICY_STATUSES)[number];

export interface ResourcePolicy {
  readonly name: string;
  /** Status of a refusal. */
  readonly status: PolicyStatus;
  /** Methods of the requests that it forbids. */
  readonly methods: readonly string[];
}

/** @throws ApiError for a request that the policy forbids */
export function checkPolicy(policy: ResourcePolicy | undefined, method: string): void {
  if (policy?.methods.includes(method) !== true) return;
  throw new ApiError(
    policy.status,
    'RESOURCE_POLICY_VIOLATED',
    `The request violates the resource policy ${policy.name}.`,
    [policy.name],
  );
}
