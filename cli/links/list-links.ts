import type { Access } from '../access.js';
import { listAwsLinks } from './aws-links.js';
import type { LinkList } from './link-row.js';
import { listOtherClouds } from './other-clouds.js';
import { selectedElsewhere } from './selected-elsewhere.js';

/**
 * Links of all clouds, and selected VPC endpoints without a link.
 *
 * @throws RegistryUnavailableError, errors of the SDK
 */
export async function listLinks(access: Access): Promise<LinkList> {
  const [ofAws, ofOthers, selectedEndpoints] = await Promise.all([
    listAwsLinks(access),
    listOtherClouds(access),
    access.interfaceEndpoints.list(),
  ]);
  const errors = [...ofAws.errors, ...ofOthers.errors];
  const listed = new Set(ofAws.rows.map(({ endpointId }) => endpointId));
  const elsewhere = selectedElsewhere(access.automation, selectedEndpoints, listed, errors.length > 0);
  return { rows: [...ofAws.rows, ...elsewhere, ...ofOthers.rows], errors };
}
