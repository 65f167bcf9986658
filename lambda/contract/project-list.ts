/**
 * The Atlas projects of an automation or a provider, and their secrets. A short list is in the environment of the
 * functions, a longer one in parameters (decision 33).
 */
import type { ProjectSetting } from './environment.js';

/** `<path>/<unique name>/<hash of the content>/<number>`: JSON of a {@link ProjectList}, one part of the whole list. */
export const PROJECT_LISTS_PATH = '/atlas-privatelink/projects';

/** The whole list, or the part of it that one parameter holds. */
export interface ProjectList {
  readonly projects: readonly ProjectSetting[];
  /** ARNs of the secrets in which the functions share access tokens, in their order (see `token-secrets.ts`). */
  readonly accessTokensSecrets: readonly string[];
}

/** The parameters that hold a list. Another list has another path, so that no reader mixes parts of both. */
export interface ProjectListReference {
  readonly path: string;
  /** Number of parameters, which are named 1, 2, … below the path. */
  readonly parts: number;
}

/** @returns the first project that is listed twice, because its credentials would be ambiguous */
export function listedTwice(projectIds: readonly string[]): string | undefined {
  return projectIds.find((projectId, index) => projectIds.indexOf(projectId) !== index);
}

export function projectListParameterNames({ path, parts }: ProjectListReference): string[] {
  return Array.from({ length: parts }, (_, index) => `${path}/${index + 1}`);
}

/**
 * A list up to this size, in bytes, stays in the environment, so that a starting function reads no parameters:
 * Parameter Store allows 40 reads per second, which many new endpoints need for the registry. It is half of the
 * environment.
 */
export const INLINE_PROJECTS_BYTES = 2048;

/**
 * Assumed maximum length of a resolved reference in the list: the ARN of a secret with a name of up to 250 characters.
 * With the longest name that Secrets Manager accepts (512), a part may exceed the 4 KB of a standard parameter. It
 * stays below the 8 KB of an advanced one, which Parameter Store then creates.
 */
export const REFERENCE_BYTES_ASSUMED = 320;
