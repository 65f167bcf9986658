import { InvalidArgumentError } from 'commander';

/** EC2 ids have 17 hexadecimal digits; ids from before 2016 have 8. */
const ENDPOINT_ID = /^vpce-(?:[0-9a-f]{8}|[0-9a-f]{17})$/;

export const ENDPOINT_ARGUMENT = [
  '<vpce-id>',
  'id of the VPC endpoint, such as vpce-0123456789abcdef0',
] as const;

/** @throws InvalidArgumentError, to which commander adds the value */
export function readEndpointId(value: string): string {
  if (ENDPOINT_ID.test(value)) return value;
  throw new InvalidArgumentError('Expected an id such as vpce-0123456789abcdef0.');
}

/** @throws InvalidArgumentError */
export function readSeconds(value: string): number {
  const seconds = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (seconds >= 1 && seconds <= 86_400) return seconds;
  throw new InvalidArgumentError('Expected whole seconds from 1 to 86400.');
}

/** @throws InvalidArgumentError */
export function readCount(value: string): number {
  const count = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (count >= 1 && count <= 10_000) return count;
  throw new InvalidArgumentError('Expected a whole number from 1 to 10000.');
}

/** For commands about the VPC endpoints of a member of a hub. */
export const ACCOUNT_OPTION = [
  '--account <account id>',
  'member of a hub whose endpoints are meant; --region is then the Region of the member',
] as const;

/** @throws InvalidArgumentError */
export function readAccount(value: string): string {
  if (/^\d{12}$/.test(value)) return value;
  throw new InvalidArgumentError('Expected an AWS account id of 12 digits, such as 111122223333.');
}

/**
 * Ids that follow one option, also as another command prints them: with commas, spaces or tabs between them.
 *
 * @param before ids of earlier values of the option
 * @throws InvalidArgumentError
 */
export function readAccounts(value: string, before: readonly string[] = []): readonly string[] {
  const ids = value.split(/[\s,]+/).filter((id) => id !== '');
  if (ids.length === 0) throw new InvalidArgumentError('Expected AWS account ids.');
  return [...before, ...ids.map(readAccount)];
}
