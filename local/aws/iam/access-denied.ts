import { AwsError } from '../protocol/aws-error.js';
import type { Caller } from './caller.js';
import type { Request } from './statement.js';

/**
 * An access error with the message of the service.
 *
 * @param why end of the sentence, with a leading space
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
    // STS does not say whether the trust policy refuses the caller or the role does not exist.
    const said = why.includes('resource-based') ? '' : why;
    return new AwsError('AccessDenied', `${sentence} on resource: ${resource}${said}`, 403);
  }
  return new AwsError('AccessDeniedException', `${sentence} on resource: ${resource}${why}`, 403);
}
