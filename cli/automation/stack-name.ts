import type { VpcEndpoint } from '../../lambda/domain/model/ports/ec2.js';
import type { Automation } from './automation.js';

/** Tag that CloudFormation puts on the resources of a stack. */
const STACK_NAME_TAG = 'aws:cloudformation:stack-name';

/** Stacks of earlier versions do not have their names. */
export function stackOf({ stackName }: Pick<Automation, 'stackName'>): string {
  return stackName === '' ? 'the stack' : `stack ${stackName}`;
}

/** @returns undefined for an endpoint that no stack has created */
export function stackOfEndpoint({ tags }: Pick<VpcEndpoint, 'tags'>): string | undefined {
  return tags[STACK_NAME_TAG];
}
