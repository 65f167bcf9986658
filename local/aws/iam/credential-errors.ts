/** How each API refuses credentials: in the words of its protocol. */
import { AwsError } from '../protocol/aws-error.js';

const INVALID = 'The security token included in the request is invalid.';
const EXPIRED = 'The security token included in the request is expired';
const NOT_VALIDATED = 'AWS was not able to validate the provided access credentials';

function serviceOf(action: string): string {
  return action.split(':')[0] ?? '';
}

/** An access key that nobody has, a session token that is missing or another's, a session whose role is no more. */
export function invalidCredentials(action: string): AwsError {
  switch (serviceOf(action)) {
    case 'ec2':
      return new AwsError('AuthFailure', NOT_VALIDATED, 401);
    case 'sts':
      return new AwsError('InvalidClientTokenId', INVALID, 403);
    default:
      return new AwsError('UnrecognizedClientException', INVALID, 400);
  }
}

/** Temporary credentials after their time. EC2 has an error of its own for them. */
export function expiredCredentials(action: string): AwsError {
  switch (serviceOf(action)) {
    case 'ec2':
      return new AwsError('RequestExpired', 'Request has expired.', 400);
    case 'sts':
      return new AwsError('ExpiredToken', EXPIRED, 403);
    default:
      return new AwsError('ExpiredTokenException', EXPIRED, 400);
  }
}

/**
 * A Region that the account has not switched on.
 *
 * @param ec2Code what EC2 answers: `AuthFailure` or `OptInRequired`
 */
export function regionIsOff(action: string, account: string, ec2Code: string): AwsError {
  switch (serviceOf(action)) {
    case 'ec2':
      return ec2Code === 'OptInRequired'
        ? new AwsError(ec2Code, 'You are not subscribed to this service.', 403)
        : new AwsError(ec2Code, NOT_VALIDATED, 401);
    case 'sts':
      return stsIsOff(account);
    default:
      return new AwsError('UnrecognizedClientException', INVALID, 400);
  }
}

export function stsIsOff(account: string): AwsError {
  return new AwsError(
    'RegionDisabledException',
    `STS is not activated in this region for account:${account}. Your account administrator can activate STS in this region using the IAM Console.`,
    403,
  );
}
