import type { ApiActions, ApiRequest } from '../actions/api-action.js';
import type { Organization } from '../organization/organization.js';
import { AwsError } from '../protocol/aws-error.js';
import { element } from '../protocol/xml.js';

/** Stores on which the API operates. */
export interface CloudFormationStores {
  readonly organization:
    | Pick<Organization, 'managementAccount' | 'delegatedAdministrators' | 'stackSetsAccess'>
    | undefined;
}

export const CLOUD_FORMATION_ACTIONS: ApiActions<CloudFormationStores> = {
  'cloudformation:DescribeOrganizationsAccess': describeOrganizationsAccess,
};

/**
 * Open to the management account, and with `CallAs` to delegated administrators (CloudFormation API reference). The
 * reference does not say how others are refused: the error is an assumption.
 */
function describeOrganizationsAccess(
  { input, caller, authorize }: ApiRequest,
  { organization }: CloudFormationStores,
): string {
  authorize('*');
  const isAdministrator =
    input.CallAs === 'DELEGATED_ADMIN'
      ? organization?.delegatedAdministrators.includes(caller.account)
      : organization?.managementAccount === caller.account;
  if (organization === undefined || isAdministrator !== true)
    throw new AwsError(
      'ValidationError',
      'You must be the management account or delegated admin account of an organization before operating a SERVICE_MANAGED stack set',
    );
  return element('Status', organization.stackSetsAccess);
}
