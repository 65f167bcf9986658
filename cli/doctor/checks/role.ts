/** May the credentials make links in the endpoint's project? */

import type { DoctorFacts } from '../facts/doctor-facts.js';
import { isKnown } from '../facts/fact.js';
import { type Check, notChecked, note, ok, wrong } from './check.js';
import { isRegistered } from './event.js';

/** Project Owner, which the description of the API asks for, and Organization Owner, which owns all projects. */
const MAKE_LINKS: readonly string[] = ['GROUP_OWNER', 'ORG_OWNER'];

/**
 * Roles that are known not to be enough. Others decide nothing: MongoDB's manual also names Project Network Access Manager,
 * whose spelling here and whose permissions are not confirmed.
 */
const TOO_LITTLE: readonly string[] = [
  'GROUP_READ_ONLY',
  'GROUP_DATA_ACCESS_READ_ONLY',
  'GROUP_DATA_ACCESS_READ_WRITE',
  'GROUP_DATA_ACCESS_ADMIN',
  'GROUP_CLUSTER_MANAGER',
  'ORG_MEMBER',
  'ORG_READ_ONLY',
  'ORG_GROUP_CREATOR',
  'ORG_BILLING_READ_ONLY',
  'ORG_BILLING_ADMIN',
];

const REMEDY = 'Give the API key or service account the role Project Owner in this project.';

export const roleSuffices: Check = (facts) => {
  const { ownRoles, place } = facts;
  if (!isKnown(ownRoles) || place === undefined)
    return notChecked(
      `The role cannot be determined: ${isKnown(ownRoles) ? 'no project is known.' : ownRoles.unknown}`,
    );
  const roles = ownRoles.value;
  if (roles === undefined || roles.length === 0)
    return notChecked(
      `The role cannot be determined: Atlas does not list the credentials in ${place.projectId}.`,
    );
  const has = `The credentials of project ${place.projectId} have ${roles.join(', ')}`;
  if (roles.some((role) => MAKE_LINKS.includes(role))) return ok(`${has}.`);
  if (!roles.every((role) => TOO_LITTLE.includes(role)))
    return note(
      `${has}; whether this is enough to make links cannot be determined.`,
      `If links are refused: ${REMEDY}`,
    );
  return tooLittle(facts, `${has}: links cannot be made or removed.`);
};

/** A link that exists works without the role. */
function tooLittle(facts: DoctorFacts, message: string) {
  return isRegistered(facts) ? note(message, REMEDY) : wrong(message, REMEDY);
}
