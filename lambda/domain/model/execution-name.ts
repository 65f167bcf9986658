import { createHash } from 'node:crypto';
import { EXECUTION_NAME_MAX_LENGTH } from '../../contract/limits.js';
import { type AwsRegion, awsRegion } from '../../contract/regions.js';

const DIGEST_LENGTH = 16;

/** The execution's name: the part of its ARN that people search for. */
export function executionNameOf(executionArn: string): string {
  return executionArn.split(':').at(-1) ?? executionArn;
}

/** Region and account of an execution: `arn:aws:states:<region>:<account>:execution:<machine>:<name>`. */
export function placeOfExecution(executionArn: string): {
  readonly account: string;
  readonly region: AwsRegion;
} {
  const [, , , region = '', account = ''] = executionArn.split(':');
  return { account, region: awsRegion(region) };
}

/**
 * Builds a name for an execution from fields that are the same in every delivery, so that a redelivered event is the
 * same execution. A name that is too long is cut and completed with a digest, so that long names remain different.
 */
export function executionName(...parts: readonly [string, ...string[]]): string {
  const whole = parts.join('_');
  const readable = whole.replace(/[^A-Za-z0-9_-]/g, '-');
  if (readable === whole && whole.length > 0 && whole.length <= EXECUTION_NAME_MAX_LENGTH) return whole;
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, DIGEST_LENGTH);
  return `${readable.slice(0, EXECUTION_NAME_MAX_LENGTH - DIGEST_LENGTH - 1)}_${digest}`;
}
