import { AtlasError, type AtlasErrorKind } from '../../lambda/domain/model/errors/atlas-error.js';
import { MemberNotEnteredError } from '../../lambda/domain/model/errors/member-not-entered-error.js';
import { RegistryUnavailableError } from '../../lambda/domain/model/errors/registry-unavailable-error.js';
import { UnreadableRecordError } from '../../lambda/domain/model/errors/unreadable-record-error.js';
import { CommandError } from './command-error.js';
import { ExitCode } from './exit-code.js';
import { ENTER_OTHERWISE, isRoleRefused, TRUST } from './refused-role.js';

/** How a failed command is reported: never a stack trace. */
export interface Failure {
  readonly message: string;
  readonly advice: string;
  readonly exitCode: ExitCode;
}

/** @param profile AWS profile, named in the message if its credentials are the problem */
export function failureOf(error: unknown, profile?: string): Failure {
  if (error instanceof CommandError) return pick(error);
  if (error instanceof AtlasError) return pick({ ...reported(error), exitCode: exitCodeOf(error.kind) });
  // Its message says what to do.
  if (error instanceof UnreadableRecordError)
    return { message: error.message, advice: '', exitCode: ExitCode.WRONG };
  // The adapter wraps the SDK's error, which is more specific.
  if (error instanceof RegistryUnavailableError && error.cause !== undefined)
    return failureOf(error.cause, profile);
  if (error instanceof MemberNotEnteredError) return notEntered(error);
  if (error instanceof Error)
    return awsFailure(error, profile) ?? { ...expected(error), exitCode: ExitCode.WRONG };
  return { message: String(error), advice: '', exitCode: ExitCode.WRONG };
}

function notEntered(error: MemberNotEnteredError): Failure {
  if (!isRoleRefused(error))
    return unreachable(error.message, 'Follow the message; try again if it may pass.');
  return unreachable(`${error.message} ${TRUST}`, ENTER_OTHERWISE);
}

function pick({ message, advice, exitCode }: Failure): Failure {
  return { message, advice, exitCode };
}

function reported({ message, advice }: AtlasError) {
  return { message, advice };
}

/** Kinds of errors in which Atlas has not processed the request. */
const NOT_ASKED: readonly AtlasErrorKind[] = [
  'authentication',
  'forbidden',
  'policy',
  'rate-limited',
  'unavailable',
];

function exitCodeOf(kind: AtlasErrorKind): ExitCode {
  return NOT_ASKED.includes(kind) ? ExitCode.UNREACHABLE : ExitCode.WRONG;
}

function expected(error: Error): Pick<Failure, 'message' | 'advice'> {
  if (error.name === 'EndpointNotReadyError')
    return { message: error.message, advice: 'Try again in a minute.' };
  return {
    message: `Unexpected ${error.name}: ${error.message}`,
    advice: 'Try again; if it stays, please report it with this message.',
  };
}

const CREDENTIALS =
  /^(CredentialsProviderError|TokenProviderError|ExpiredToken.*|UnrecognizedClientException|InvalidClientTokenId|InvalidSignatureException|SignatureDoesNotMatch|AuthFailure|RequestExpired)$/;
const DENIED = /^(AccessDenied.*|UnauthorizedOperation|UnauthorizedException)$/;
const NETWORK = /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)$/;

/** Undefined for an error that is not from the AWS SDK. */
function awsFailure(error: Error, profile: string | undefined): Failure | undefined {
  const code = 'code' in error ? String(error.code) : '';
  const { message } = error;
  if (CREDENTIALS.test(error.name)) return withoutCredentials(message, profile);
  if (DENIED.test(error.name))
    return unreachable(
      `AWS does not allow it: ${message}`,
      'Use a role with the permissions that docs/command-line.md lists.',
    );
  if (NETWORK.test(code) || error.name === 'TimeoutError')
    return unreachable(
      `AWS does not respond: ${message || code}`,
      'Check the network, the proxy and the Region.',
    );
  return '$metadata' in error
    ? unreachable(`AWS responded ${error.name}: ${message}`, 'Follow the message; try again if it may pass.')
    : undefined;
}

function withoutCredentials(message: string, profile: string | undefined): Failure {
  if (profile === undefined)
    return unreachable(
      `AWS credentials cannot be used: ${message}`,
      'Sign in (for example aws sso login), or give --profile.',
    );
  return unreachable(
    `AWS credentials of profile ${profile} cannot be used: ${message}`,
    `Check that the profile is there (aws configure list-profiles) and signed in (for example aws sso login --profile ${profile}).`,
  );
}

function unreachable(message: string, advice: string): Failure {
  return { message, advice, exitCode: ExitCode.UNREACHABLE };
}
