import type { Access } from '../session/access.js';
import { listAwsLinks } from './aws-links.js';
import type { LinkList } from './link-row.js';
import { listOtherClouds } from './other-clouds.js';
import { selectedWithoutProject } from './selected-without-project.js';

/**
 * Links of all clouds, and selected VPC endpoints without a link.
 *
 * @param ofMembers ids of endpoints of a hub's members, which are left out unless EC2 shows them here
 * @throws RegistryUnavailableError, errors of the SDK
 */
export async function listLinks(
  access: Access,
  ofMembers: ReadonlySet<string> = new Set(),
): Promise<LinkList> {
  const [ofAws, ofOthers, selectedEndpoints] = await Promise.all([
    listAwsLinks(access, (endpointId) => !ofMembers.has(endpointId)),
    listOtherClouds(access),
    access.interfaceEndpoints.list(),
  ]);
  const errors = [...ofAws.errors, ...ofOthers.errors];
  const listed = new Set(ofAws.rows.map(({ endpointId }) => endpointId));
  const withoutProject = selectedWithoutProject(
    access.automation,
    selectedEndpoints,
    listed,
    errors.length > 0,
  );
  return { rows: [...ofAws.rows, ...withoutProject, ...ofOthers.rows], errors };
}

/**
 * Links of a member, and its selected VPC endpoints without a link. What Atlas lists besides is of other places.
 *
 * @param access of the member
 * @throws RegistryUnavailableError, MemberNotEnteredError, errors of the SDK
 */
export async function listMemberLinks(access: Access): Promise<LinkList> {
  const [{ rows, errors }, endpoints] = await Promise.all([
    listAwsLinks(access, () => false),
    access.interfaceEndpoints.list(),
  ]);
  const listed = new Set(rows.map(({ endpointId }) => endpointId));
  const withoutProject = selectedWithoutProject(access.automation, endpoints, listed, errors.length > 0);
  return { rows: [...rows, ...withoutProject], errors };
}
