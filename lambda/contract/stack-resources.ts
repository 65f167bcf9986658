/** How CloudFormation reports the VPC endpoints of stacks. The rule and the receiver use the same constants. */
export const STACK_RESOURCE_CHANGE = 'CloudFormation Resource Status Change';
export const STACK_SOURCE = 'aws.cloudformation';
export const VPC_ENDPOINT_TYPE = 'AWS::EC2::VPCEndpoint';

/**
 * The endpoint exists. A replacement has no `CREATE_COMPLETE` of its own: the resource is `UPDATE_COMPLETE` with
 * another physical id. An endpoint that was changed in place, and may have become linkable, has the same status.
 */
export const STANDING_STATUSES = ['CREATE_COMPLETE', 'UPDATE_COMPLETE'];

/**
 * Status of a resource that was deleted, rolled back or replaced. A resource that a stack retains is `DELETE_SKIPPED`.
 */
export const DELETED_STATUS = 'DELETE_COMPLETE';
