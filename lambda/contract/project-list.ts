/**
 * The Atlas projects of an automation or a provider, and the secrets that go with them: in the environment of the
 * functions while they are few, in parameters otherwise (decision 33).
 */
import type { ProjectSetting } from './environment.js';

/** `<path>/<unique name>/<hash of the content>/<number>`: JSON of a {@link ProjectList}, which is a part of the whole. */
export const PROJECT_LISTS_PATH = '/atlas-privatelink/projects';

/** The whole list, or the part of it that one parameter holds. */
export interface ProjectList {
  readonly projects: readonly ProjectSetting[];
  /** ARNs of the secrets in which the functions share access tokens, in their order (see `token-secrets.ts`). */
  readonly accessTokensSecrets: readonly string[];
}

/** Which parameters hold a list. Another list has another path, so that nobody reads a half of each. */
export interface ProjectListReference {
  readonly path: string;
  /** Number of parameters, which are named 1, 2, … below the path. */
  readonly parts: number;
}

/** @returns the first project that is listed again: which credentials it has would depend on who asks */
export function listedTwice(projectIds: readonly string[]): string | undefined {
  return projectIds.find((projectId, index) => projectIds.indexOf(projectId) !== index);
}

export function projectListParameterNames({ path, parts }: ProjectListReference): string[] {
  return Array.from({ length: parts }, (_, index) => `${path}/${index + 1}`);
}

/**
 * A list that takes no more of the environment, in bytes, stays there: a function that starts then reads nothing, and a
 * crowd of endpoints has Parameter Store's 40 reads a second for its registry. It is half of the environment.
 */
export const INLINE_PROJECTS_BYTES = 2048;

/**
 * Longest that a reference in the list is taken to become when the parameters are filled: the ARN of a secret with a
 * name of up to 250 characters. With the longest name that Secrets Manager takes (512), a part may exceed the 4 KB of a
 * standard parameter, and stays below the 8 KB of an advanced one, which Parameter Store then makes of it.
 */
export const REFERENCE_BYTES_ASSUMED = 320;
