/** Finds the project that lists an endpoint which no record names. */
import type { LinkTarget } from '../../execution-data/workflow-input.js';
import { allServices } from '../data-federation/all-services.js';
import {
  type OwnRegistrationDependencies,
  registrationComment,
} from '../data-federation/own-registration.js';
import { AtlasError } from '../model/errors/atlas-error.js';
import type { AtlasPort } from '../model/ports/atlas.js';
import { traitsOf } from '../model/service-traits.js';
import type { UnreadableProject } from '../model/unreadable-project.js';

export interface SearchProjectsDependencies extends OwnRegistrationDependencies {
  readonly atlas: Pick<AtlasPort, 'listEndpointServices' | 'dataFederation'>;
  readonly projectIds: readonly string[];
  readonly federatedProjectIds: readonly string[];
}

export type FoundLink = Pick<LinkTarget, 'projectId' | 'endpointServiceId'>;

export interface ProjectSearch {
  readonly found: FoundLink | undefined;
  /** Projects that may have the link as well, or that may have the own one. */
  readonly unreadable: readonly UnreadableProject[];
}

/** Of several projects that have registered the endpoint with Data Federation, finds the one with the own comment. */
export async function searchProjects(
  deps: SearchProjectsDependencies,
  endpointId: string,
): Promise<ProjectSearch> {
  const unreadable: UnreadableProject[] = [];
  const shared: FoundLink[] = [];
  for (const projectId of deps.projectIds) {
    const read = await unlessUnreadable(unreadable, projectId, () =>
      allServices(deps.atlas, projectId, deps.federatedProjectIds),
    );
    if (read === undefined) continue;
    if (read.federationError !== undefined) unreadable.push({ projectId, error: read.federationError });
    const service = read.services.find(({ interfaceEndpoints }) => interfaceEndpoints.includes(endpointId));
    if (service === undefined) continue;
    const found = { projectId, endpointServiceId: service.endpointServiceId };
    if (traitsOf(service).hasOneProject) return { found, unreadable };
    shared.push(found);
  }
  const found = shared.length === 1 ? shared[0] : await ownOf(deps, endpointId, shared, unreadable);
  // One that is somebody else's does not say that a project which cannot be read has none.
  return { found: found ?? (unreadable.length === 0 ? shared[0] : undefined), unreadable };
}

async function ownOf(
  { owner, atlas }: SearchProjectsDependencies,
  endpointId: string,
  shared: readonly FoundLink[],
  unreadable: UnreadableProject[],
): Promise<FoundLink | undefined> {
  const comment = registrationComment(owner);
  for (const found of shared) {
    const { projectId } = found;
    const registered = await unlessUnreadable(unreadable, projectId, () =>
      atlas.dataFederation.find({ projectId, endpointId }),
    );
    if (registered?.comment === comment) return found;
  }
  return undefined;
}

async function unlessUnreadable<T>(
  unreadable: UnreadableProject[],
  projectId: string,
  read: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof AtlasError)) throw error;
    unreadable.push({ projectId, error });
    return undefined;
  }
}
