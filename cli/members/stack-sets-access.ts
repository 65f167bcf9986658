/** Whether service-managed StackSets may use the organization of a hub. */
import { cloudFormation } from '../aws/cloudformation.js';
import { failureOf } from '../errors/failure.js';

export interface StackSetsAccess {
  /** As CloudFormation names it: `ENABLED`, `DISABLED`, `DISABLED_PERMANENTLY`; null if it cannot be asked. */
  readonly status: string | null;
  /** What is unusual, and what to do; empty if nothing is. */
  readonly note: string;
}

/** CloudFormation answers the management account, and with `CallAs` its delegated administrators. Never rejects. */
export async function readStackSetsAccess(): Promise<StackSetsAccess> {
  const client = cloudFormation();
  const asked = async (CallAs: 'SELF' | 'DELEGATED_ADMIN') =>
    (await client.call('DescribeOrganizationsAccess', { CallAs })).Status;
  try {
    return accessOf((await asked('SELF').catch(() => asked('DELEGATED_ADMIN'))) ?? null);
  } catch (error) {
    return { status: null, note: `${NOT_ASKED}: ${failureOf(error).message} ${WHO_MAY}` };
  }
}

const NOT_ASKED = 'Whether StackSets may use the organization cannot be asked';
const WHO_MAY =
  'The management account may ask, and delegated administrators for StackSets, with cloudformation:DescribeOrganizationsAccess: aws cloudformation describe-organizations-access (with --call-as DELEGATED_ADMIN in a delegated administrator).';

function accessOf(status: string | null): StackSetsAccess {
  if (status === 'ENABLED') return { status, note: '' };
  if (status === null) return { status, note: `${NOT_ASKED}: CloudFormation has not said it. ${WHO_MAY}` };
  return {
    status,
    note: `StackSets may not use the organization: trusted access is ${status}, so that service-managed StackSets make no account a member. An administrator of the management account turns it on: aws cloudformation activate-organizations-access. Other ways to deploy the member stack do not need it (docs/organization.md).`,
  };
}
