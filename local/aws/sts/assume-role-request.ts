/** Parameters of AssumeRole, with the patterns, lengths and durations that are documented. */
import { type CompiledStatement, compileStatement, type Statement } from '../iam/statement.js';
import { AwsError } from '../protocol/aws-error.js';

export interface AssumeRoleRequest {
  readonly roleArn: string;
  readonly sessionName: string;
  readonly externalId: string | undefined;
  readonly seconds: number;
  readonly policy: readonly CompiledStatement[] | undefined;
}

interface TextRule {
  readonly field: string;
  readonly least: number;
  readonly most: number;
  readonly pattern?: string;
}

const ROLE_ARN: TextRule = { field: 'roleArn', least: 20, most: 2048 };
const SESSION_NAME: TextRule = { field: 'roleSessionName', least: 2, most: 64, pattern: '[\\w+=,.@-]*' };
const EXTERNAL_ID: TextRule = { field: 'externalId', least: 2, most: 1224, pattern: '[\\w+=,.@:\\/-]*' };
const WELL_FORMED_ARN = /^arn:aws:iam::\d{12}:role\/[\w+=,.@/-]+$/;
const SHORTEST_SECONDS = 900;
const LONGEST_SECONDS = 43_200;
const DEFAULT_SECONDS = 3600;
const KNOWN_FIELDS = [
  'Action',
  'Version',
  'RoleArn',
  'RoleSessionName',
  'ExternalId',
  'DurationSeconds',
  'Policy',
];

type Fields = Readonly<Record<string, unknown>>;

/** @throws AwsError ValidationError */
export function readAssumeRole(input: Fields): AssumeRoleRequest {
  const unknown = Object.keys(input).filter((field) => !KNOWN_FIELDS.includes(field));
  if (unknown.length > 0) throw new Error(`AssumeRole with ${unknown.join(', ')} is not simulated`);
  const { ExternalId, Policy } = input;
  const roleArn = textOf(ROLE_ARN, input.RoleArn);
  if (!WELL_FORMED_ARN.test(roleArn)) throw invalid(`${roleArn} is invalid`);
  return {
    roleArn,
    sessionName: textOf(SESSION_NAME, input.RoleSessionName),
    externalId: ExternalId === undefined ? undefined : textOf(EXTERNAL_ID, ExternalId),
    seconds: secondsOf(input.DurationSeconds),
    policy: Policy === undefined ? undefined : policyOf(String(Policy)),
  };
}

function textOf({ field, least, most, pattern }: TextRule, value: unknown): string {
  if (value === undefined) throw violated('null', field, 'Member must not be null', false);
  const text = String(value);
  if (text.length < least)
    throw violated(text, field, `Member must have length greater than or equal to ${least}`);
  if (text.length > most)
    throw violated(text, field, `Member must have length less than or equal to ${most}`);
  if (pattern !== undefined && !new RegExp(`^${pattern}$`).test(text))
    throw violated(text, field, `Member must satisfy regular expression pattern: ${pattern}`);
  return text;
}

function secondsOf(value: unknown = DEFAULT_SECONDS): number {
  const seconds = Number(value);
  if (seconds < SHORTEST_SECONDS)
    throw violated(
      String(value),
      'durationSeconds',
      `Member must have value greater than or equal to ${SHORTEST_SECONDS}`,
    );
  if (seconds <= LONGEST_SECONDS) return seconds;
  throw violated(
    String(value),
    'durationSeconds',
    `Member must have value less than or equal to ${LONGEST_SECONDS}`,
  );
}

function policyOf(text: string): CompiledStatement[] {
  const { Statement: statements = [] } = JSON.parse(text) as { Statement?: Statement | Statement[] };
  return [statements].flat().map(compileStatement);
}

function violated(value: string, field: string, constraint: string, isQuoted = true): AwsError {
  const shown = isQuoted ? `'${value}'` : value;
  return invalid(
    `1 validation error detected: Value ${shown} at '${field}' failed to satisfy constraint: ${constraint}`,
  );
}

export function invalid(message: string): AwsError {
  return new AwsError('ValidationError', message, 400);
}
