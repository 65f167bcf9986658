/** Compares the version of a member's template with that of this command line, which is the hub's. */
import { MEMBER_VERSION } from '../../lambda/contract/members.js';

export type VersionStatus = 'current' | 'older' | 'newer' | 'unknown';

/** Versions that a hub and its members may differ by, in both directions. */
const TOLERATED_DIFFERENCE = 1;

export function versionStatus(version: number | undefined): VersionStatus {
  if (version === undefined) return 'unknown';
  if (version === MEMBER_VERSION) return 'current';
  return version < MEMBER_VERSION ? 'older' : 'newer';
}

export function isTolerated(version: number): boolean {
  return Math.abs(version - MEMBER_VERSION) <= TOLERATED_DIFFERENCE;
}

/** What the difference means, and what to do; empty if there is none, or if the version is not known. */
export function versionAdvice(version: number | undefined): string {
  const status = versionStatus(version);
  if (version === undefined || status === 'current' || status === 'unknown') return '';
  const remedy =
    status === 'older'
      ? 'deploy the member stack again, of the same release as the hub'
      : 'deploy the hub again, of the same release as the member, and use that release of this command';
  return isTolerated(version)
    ? `Its template has version ${version}, that of this release ${MEMBER_VERSION}: both work together; ${remedy} before the next release.`
    : `Its template has version ${version}, that of this release ${MEMBER_VERSION}: only neighbouring versions work together; ${remedy}.`;
}
