import { AwsError } from '../protocol/aws-error.js';

const MAX_TAGS = 50;
/** Unicode characters, as the reference of the type `Tag` has them. */
const MAX_KEY_LENGTH = 127;
const MAX_VALUE_LENGTH = 256;

/**
 * Documented: a resource has 50 tags at most; AWS alone makes tags whose keys begin with `aws:`, and they do not count. The
 * messages are recorded; that keys in other letter case are refused as well is an assumption, and so is the code for tags
 * that are too long.
 *
 * @param present keys of the resource's tags
 * @param added tags that the call sets
 * @throws AwsError TagLimitExceeded or InvalidParameterValue
 */
export function requireTags(present: Iterable<string>, added: Readonly<Record<string, string>>): void {
  for (const [key, value] of Object.entries(added)) requireTag(key, value);
  const keys = new Set([...present, ...Object.keys(added)]);
  if ([...keys].filter((key) => !isReserved(key)).length > MAX_TAGS)
    throw new AwsError('TagLimitExceeded', 'The maximum number of Tags for a resource has been reached.');
}

function requireTag(key: string, value: string): void {
  if (key === '') refuse(`Value ( '' ) for parameter Tag key is invalid. Tag key cannot be null or empty.`);
  if ([...key].length > MAX_KEY_LENGTH)
    refuse(`Tag key exceeds the maximum length of ${MAX_KEY_LENGTH} characters`);
  if (isReserved(key)) refuse("Tag keys starting with 'aws:' are reserved for internal use");
  if ([...value].length > MAX_VALUE_LENGTH)
    refuse(`Tag value exceeds the maximum length of ${MAX_VALUE_LENGTH} characters`);
}

function isReserved(key: string): boolean {
  return key.toLowerCase().startsWith('aws:');
}

function refuse(message: string): never {
  throw new AwsError('InvalidParameterValue', message);
}
