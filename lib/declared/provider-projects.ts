import { Token } from 'aws-cdk-lib';
import { received } from '../engine/prop-checks.js';
import { AtlasPrivateEndpointService } from './atlas-private-endpoint-service.js';
import type { IAtlasPrivateLinkProvider } from './provider-interface.js';

/** The projects of a provider, and the shared endpoint service of each. */
export class ProviderProjects {
  private readonly services = new Map<string, AtlasPrivateEndpointService>();

  constructor(private readonly provider: IAtlasPrivateLinkProvider) {}

  endpointService(projectId?: string): AtlasPrivateEndpointService {
    const project = this.idOr(projectId);
    const existing = this.services.get(project);
    if (existing !== undefined) return existing;
    const { provider } = this;
    const id = `EndpointService${this.services.size + 1}`;
    const service = new AtlasPrivateEndpointService(provider, id, { provider, projectId: project });
    this.services.set(project, service);
    return service;
  }

  idOr(projectId?: string): string {
    const { projectIds } = this.provider;
    const [only, ...others] = projectIds;
    if (projectId === undefined && only !== undefined && others.length === 0) return only;
    // A value that is known only at deployment may be any of them.
    const isOpen =
      projectIds.length === 0 || [projectId, ...projectIds].some((one) => Token.isUnresolved(one));
    const isKnown = isOpen || (projectId !== undefined && projectIds.includes(projectId));
    if (projectId !== undefined && isKnown) return projectId;
    const known = projectIds.length === 0 ? '' : ` (${projectIds.join(', ')})`;
    throw new Error(
      `projectId: expected one of the provider's projects${known}, received ${received(projectId)}.`,
    );
  }
}
