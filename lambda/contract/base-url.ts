/** Checks the base URL of the Admin API, for constructs and functions: all paths are appended to it. */

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|\[::1\]|localhost)$/;

/** @returns what is wrong with the text; undefined if it is a valid base URL */
export function baseUrlIssue(text: string): string | undefined {
  if (!URL.canParse(text)) return 'it is no URL';
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') return 'it has credentials, which belong into the secret';
  if (/[^a-z0-9.:[\]-]/i.test(url.host))
    return `its host ${url.host.slice(0, 100)} has characters that no host has`;
  if (text.includes('?')) return 'it has a query';
  if (text.includes('#')) return 'it has a fragment';
  // Plain HTTP is allowed only on this machine: for tests and the local world.
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && LOOPBACK.test(url.hostname)))
    return 'it is not https';
  if (text === `${url.origin}/`) return 'it has a trailing slash';
  if (url.pathname !== '/') return 'it has a path';
  return text === url.origin ? undefined : `it is not written as ${url.origin}`;
}

/** For error messages: removes the parts in which people put tokens, because they may be secret. */
export function shownBaseUrl(text: string): string {
  const withoutQuery = text.replace(/[?#].*$/s, (rest) => `${rest.charAt(0)}...`);
  return withoutQuery.replace(/^([^/]*\/*).*@/s, '$1...@').slice(0, 200);
}
