/** Errors with which each API refuses credentials, in the form of its protocol. */
import { AwsError } from '../protocol/aws-error.js';

const INVALID = 'The security token included in the request is invalid.';
const EXPIRED = 'The security token included in the request is expired';
const NOT_VALIDATED = 'AWS was not able to validate the provided access credentials';

function serviceOf(action: string): string {
  return action.split(':')[0] ?? '';
}

/** For an unknown access key, a missing or wrong session token, or a session whose role was deleted. */
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

/** For expired temporary credentials. EC2 has its own error code for them. */
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
 * For a Region that the account has not enabled.
 *
 * @param ec2Code error code of EC2: `AuthFailure` or `OptInRequired`
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
