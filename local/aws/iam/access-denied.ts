import { AwsError } from '../protocol/aws-error.js';
import type { Caller } from './caller.js';
import type { Request } from './statement.js';

/**
 * A refusal in the words of the service.
 *
 * @param why how the sentence ends, with a leading space
 */
export function accessDenied(
  { callerArn }: Pick<Caller, 'callerArn'>,
  { action, resource }: Pick<Request, 'action' | 'resource'>,
  why: string,
): AwsError {
  const sentence = `User: ${callerArn} is not authorized to perform: ${action}`;
  if (action.startsWith('ec2:')) {
    const where = resource === '*' ? '' : ` on resource: ${resource}`;
    const message = `You are not authorized to perform this operation. ${sentence}${where}${why}.`;
    return new AwsError('UnauthorizedOperation', message, 403);
  }
  if (action.startsWith('sts:')) {
    // STS does not say that it is the trust policy, nor that there is no such role.
    const said = why.includes('resource-based') ? '' : why;
    return new AwsError('AccessDenied', `${sentence} on resource: ${resource}${said}`, 403);
  }
  return new AwsError('AccessDeniedException', `${sentence} on resource: ${resource}${why}`, 403);
}
