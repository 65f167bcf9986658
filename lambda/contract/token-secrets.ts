/**
 * Number of service accounts that share one token secret. A token is renewed every 50 minutes, so three accounts make
 * 3.6 updates per hour. That is below one update per ten minutes, the sustained rate of Secrets Manager, and below its
 * 100 versions per day.
 */
export const ACCOUNTS_PER_TOKEN_SECRET = 3;

/** Number of token secrets needed for this number of different credentials secrets. */
export function tokenSecretCount(credentialsSecrets: number): number {
  return Math.ceil(credentialsSecrets / ACCOUNTS_PER_TOKEN_SECRET);
}

/**
 * Index of the token secret of a credentials secret: from its position among the different secrets, in project order.
 *
 * @returns undefined if no project uses the secret
 */
export function tokenSecretIndex(
  credentialsSecretIds: readonly string[],
  secretId: string,
): number | undefined {
  const place = [...new Set(credentialsSecretIds)].indexOf(secretId);
  return place === -1 ? undefined : Math.floor(place / ACCOUNTS_PER_TOKEN_SECRET);
}
