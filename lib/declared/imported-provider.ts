import { Construct, DependencyGroup, type IDependable } from 'constructs';
import { ATLAS_ID } from '../../lambda/contract/value-rules.js';
import { known, optional, refuse } from '../engine/prop-checks.js';
import type { AtlasPrivateEndpointServiceBase } from './atlas-private-endpoint-service-base.js';
import type { IAtlasPrivateLinkProvider } from './provider-interface.js';
import { ProviderProjects } from './provider-projects.js';
import { validateServiceToken } from './service-token-validation.js';

/** A provider of another app, known by its service token. */
export class ImportedProvider extends Construct implements IAtlasPrivateLinkProvider {
  readonly ready: IDependable = new DependencyGroup();
  private readonly projects = new ProviderProjects(this);

  constructor(
    scope: Construct,
    id: string,
    readonly serviceToken: string,
    readonly projectIds: string[],
  ) {
    super(scope, id);
    validateServiceToken(serviceToken, undefined);
    for (const [index, projectId] of (known(projectIds) ?? []).entries())
      refuse(optional(`projectIds.${index}`, projectId ?? null, ATLAS_ID));
  }

  endpointService(projectId?: string): AtlasPrivateEndpointServiceBase {
    return this.projects.endpointService(projectId);
  }

  projectIdOr(projectId?: string): string {
    return this.projects.idOr(projectId);
  }
}
