import { AwsError } from '../protocol/aws-error.js';

const MAX_TAGS = 50;

/**
 * Documented: a resource has 50 tags at most; AWS alone makes tags whose keys begin with `aws:`, and they do not count.
 *
 * @param present keys of the resource's tags
 * @param added keys of the tags that the call sets
 * @throws AwsError TagLimitExceeded or InvalidParameterValue
 */
export function requireTagRoom(present: readonly string[], added: readonly string[]): void {
  const isOwn = (key: string) => !key.startsWith('aws:');
  if (!added.every(isOwn))
    throw new AwsError(
      'InvalidParameterValue',
      "Tag keys starting with 'aws:' are reserved for internal use",
    );
  if (new Set([...present, ...added].filter(isOwn)).size > MAX_TAGS)
    throw new AwsError('TagLimitExceeded', 'The maximum number of Tags for a resource has been reached.');
}
