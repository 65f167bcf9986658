import type { LinkRecord } from '../../lambda/contract/registry.js';
import { atMostAtOnce } from '../../lambda/domain/model/at-most-at-once.js';
import { AtlasError } from '../../lambda/domain/model/errors/atlas-error.js';
import type { AtlasPort, EndpointService } from '../../lambda/domain/model/ports/atlas.js';
import type { VpcEndpoint } from '../../lambda/domain/model/ports/ec2.js';
import type { Access } from '../access.js';

/** The endpoint services of a project, or why they cannot be read. */
export type ProjectServices =
  | { readonly projectId: string; readonly services: readonly EndpointService[] }
  | { readonly projectId: string; readonly error: AtlasError };

export const PROJECTS_AT_ONCE = 25;

export async function readProjectServices({
  atlas,
  automation,
}: Pick<Access, 'atlas' | 'automation'>): Promise<ProjectServices[]> {
  return atMostAtOnce(PROJECTS_AT_ONCE, automation.projects, ({ projectId }) => read(atlas, projectId));
}

async function read(atlas: AtlasPort, projectId: string): Promise<ProjectServices> {
  try {
    return { projectId, services: await atlas.listEndpointServices(projectId, 'AWS') };
  } catch (error) {
    if (error instanceof AtlasError) return { projectId, error };
    throw error;
  }
}

/** The place of an endpoint's link, whether it exists or not. */
export interface LinkPlace {
  readonly projectId: string;
  readonly service: EndpointService;
}

/**
 * The service that lists the endpoint; otherwise the one that it connects to; otherwise the one that the registry
 * names.
 */
export function placeOf(
  projects: readonly ProjectServices[],
  endpointId: string,
  endpoint: VpcEndpoint | undefined,
  record: LinkRecord | undefined,
): LinkPlace | undefined {
  const places = projects.flatMap((project) =>
    'services' in project
      ? project.services.map((service) => ({ projectId: project.projectId, service }))
      : [],
  );
  return (
    places.find(({ service }) => service.interfaceEndpoints.includes(endpointId)) ??
    places.find(
      ({ service }) =>
        service.endpointServiceName !== undefined && service.endpointServiceName === endpoint?.serviceName,
    ) ??
    places.find(({ service }) => service.endpointServiceId === record?.link.endpointServiceId)
  );
}

/** An unreadable project may be the reason why no place was found. */
export function firstError(projects: readonly ProjectServices[]): AtlasError | undefined {
  return projects.flatMap((project) => ('error' in project ? project.error : []))[0];
}
