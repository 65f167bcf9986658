import { ApiError } from './api-error.js';

/**
 * Negotiates the version of a resource: the newest one that is not after the requested date.
 *
 * @param versions dates of the resource's versions, ascending
 * @throws ApiError 406 without a dated media type, or with a date before the first version
 */
export function negotiate(accept: string, versions: readonly string[]): string {
  const asked = /application\/vnd\.atlas\.(\d{4}-\d{2}-\d{2})\+json/.exec(accept)?.[1];
  const version = asked === undefined ? undefined : versions.filter((date) => date <= asked).at(-1);
  if (version !== undefined) return version;
  throw new ApiError(406, 'INVALID_VERSION_DATE', `Invalid version in the Accept header: ${accept}.`, [
    accept,
  ]);
}

/**
 * A request body needs a dated media type as well.
 *
 * @throws ApiError 415 if it has none
 */
export function requireDatedBody(contentType: string): void {
  if (/^application\/vnd\.atlas\.\d{4}-\d{2}-\d{2}\+json\b/.test(contentType)) return;
  throw new ApiError(415, 'UNSUPPORTED_MEDIA_TYPE', `Unsupported media type: ${contentType}.`, [contentType]);
}

export function mediaType(version: string): string {
  return `application/vnd.atlas.${version}+json;charset=utf-8`;
}
