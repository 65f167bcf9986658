import type { AtlasPort, EndpointService } from '../model/ports/atlas.js';

/**
 * The endpoint services of a project on AWS, of both kinds if the project wants endpoints to Data Federation.
 *
 * @throws AtlasError: half of a project decides nothing
 */
export async function allServices(
  atlas: Pick<AtlasPort, 'listEndpointServices'>,
  projectId: string,
  federatedProjectIds: readonly string[],
): Promise<readonly EndpointService[]> {
  const dedicated = await atlas.listEndpointServices(projectId, 'AWS');
  if (!federatedProjectIds.includes(projectId)) return dedicated;
  return [...dedicated, ...(await atlas.listEndpointServices(projectId, 'AWS', 'data-federation'))];
}
