import { AtlasError } from '../model/errors/atlas-error.js';
import type { AtlasPort, EndpointService } from '../model/ports/atlas.js';

/** The endpoint services of a project on AWS. */
export interface ProjectServices {
  readonly projectId: string;
  /** Those of both kinds, unless {@link federationError} says otherwise. */
  readonly services: readonly EndpointService[];
  /**
   * Why the registrations with Data Federation cannot be read: nothing is decided about them, and the dedicated services
   * are complete. Undefined if they are among the services, or if the project does not want such endpoints.
   */
  readonly federationError?: AtlasError | undefined;
}

/** @throws AtlasError if the dedicated services cannot be read */
export async function allServices(
  atlas: Pick<AtlasPort, 'listEndpointServices'>,
  projectId: string,
  federatedProjectIds: readonly string[],
): Promise<ProjectServices> {
  const dedicated = await atlas.listEndpointServices(projectId, 'AWS');
  if (!federatedProjectIds.includes(projectId)) return { projectId, services: dedicated };
  try {
    const federated = await atlas.listEndpointServices(projectId, 'AWS', 'data-federation');
    return { projectId, services: [...dedicated, ...federated] };
  } catch (error) {
    // Its permission, or a part of Atlas, may be another than that of the dedicated services.
    if (!(error instanceof AtlasError)) throw error;
    return { projectId, services: dedicated, federationError: error };
  }
}
