/** How CloudFormation reports the VPC endpoints of stacks: the rule and the receiver go by the same words. */
export const STACK_RESOURCE_CHANGE = 'CloudFormation Resource Status Change';
export const STACK_SOURCE = 'aws.cloudformation';
export const VPC_ENDPOINT_TYPE = 'AWS::EC2::VPCEndpoint';

/**
 * The endpoint is there. A replacement has no `CREATE_COMPLETE` of its own: the resource is `UPDATE_COMPLETE` with another
 * physical id. So is an endpoint that was changed in place, and that may be linkable since.
 */
export const STANDING_STATUSES = ['CREATE_COMPLETE', 'UPDATE_COMPLETE'];

/** Of a resource that was deleted, rolled back, or replaced; one that a stack retains is `DELETE_SKIPPED`. */
export const DELETED_STATUS = 'DELETE_COMPLETE';
