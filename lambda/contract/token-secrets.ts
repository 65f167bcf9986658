/**
 * Service accounts that share one token secret. A token is renewed every 50 minutes, so that three accounts are 3.6
 * updates an hour: below one in ten minutes, the sustained rate of Secrets Manager, and below its 100 versions a day.
 */
export const ACCOUNTS_PER_TOKEN_SECRET = 3;

/** Token secrets that so many different credentials secrets need. */
export function tokenSecretCount(credentialsSecrets: number): number {
  return Math.ceil(credentialsSecrets / ACCOUNTS_PER_TOKEN_SECRET);
}

/**
 * Which token secret a credentials secret belongs to: by its place among the different ones, in the order of projects.
 *
 * @returns undefined for a secret of no project
 */
export function tokenSecretIndex(
  credentialsSecretIds: readonly string[],
  secretId: string,
): number | undefined {
  const place = [...new Set(credentialsSecretIds)].indexOf(secretId);
  return place === -1 ? undefined : Math.floor(place / ACCOUNTS_PER_TOKEN_SECRET);
}
