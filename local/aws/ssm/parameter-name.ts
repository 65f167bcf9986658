/** Validates names by the documentation of PutParameter. */
import { AwsError } from '../protocol/aws-error.js';

const MOST_LEVELS = 15;
/** Documented as 1011, including "the characters in the ARN that precede the name". */
const MOST_CHARACTERS_OF_ARN = 1011;
const RESERVED_PREFIX = /^\/?(aws|ssm)/i;
/** One name, or a path of names without empty parts and without a slash at the end. */
const WELL_FORMED = /^(?:[A-Za-z0-9_.-]+|(?:\/[A-Za-z0-9_.-]+)+)$/;

/**
 * @param arn ARN of the parameter
 * @throws AwsError ValidationException, AccessDeniedException, HierarchyLevelLimitExceededException
 */
export function requireParameterName(name: string, arn: string): void {
  if (!WELL_FORMED.test(name)) throw malformed(name);
  const levels = name.split('/').length - 1;
  if (RESERVED_PREFIX.test(name)) throw reserved(name, levels);
  if (arn.length > MOST_CHARACTERS_OF_ARN) throw tooLong(name);
  if (levels > MOST_LEVELS) throw tooDeep(name);
}

/** In read calls, a selector (`:version` or `:label`) may follow the name. */
export function requireReadableName(name: string): void {
  if (!WELL_FORMED.test(name.replace(/:[A-Za-z0-9_.-]+$/, ''))) throw malformed(name);
}

/** A path may end in a slash, and may consist of a slash only. */
export function requirePath(path: string): void {
  if (path !== '/' && !(path.startsWith('/') && WELL_FORMED.test(path.replace(/\/$/, ''))))
    throw new AwsError(
      'ValidationException',
      `The parameter doesn't meet the parameter name requirements. The parameter name must begin with a forward slash "/". It can't be prefixed with "aws" or "ssm" (case-insensitive). It must use only letters, numbers, or the following symbols: . (period), - (hyphen), _ (underscore). Received ${path}`,
    );
}

function malformed(name: string): AwsError {
  if (/^[A-Za-z0-9_./-]+$/.test(name) && name.includes('/') && !name.startsWith('/'))
    return new AwsError('ValidationException', 'Parameter name must be a fully qualified name.');
  return new AwsError(
    'ValidationException',
    `Parameter name: can't be prefixed with "ssm" (case-insensitive). If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_ Received ${name}`,
  );
}

function reserved(name: string, levels: number): AwsError {
  if (levels > 1 && name.toLowerCase().startsWith('/aws'))
    return new AwsError('AccessDeniedException', `No access to reserved parameter name: ${name}.`);
  return new AwsError(
    'ValidationException',
    `Parameter name: can't be prefixed with "aws" or "ssm" (case-insensitive). Received ${name}`,
  );
}

function tooLong(name: string): AwsError {
  return new AwsError(
    'ValidationException',
    `Parameter name exceeds ${MOST_CHARACTERS_OF_ARN} characters with its ARN. Received a name of ${name.length}.`,
  );
}

function tooDeep(name: string): AwsError {
  return new AwsError(
    'HierarchyLevelLimitExceededException',
    `Parameter name must not exceed ${MOST_LEVELS} levels. Received ${name}`,
  );
}
