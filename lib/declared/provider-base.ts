import { Construct, DependencyGroup, type IConstruct, type IDependable } from 'constructs';
import { AtlasPrivateEndpointService } from './atlas-private-endpoint-service.js';

/** What carries out custom resources: of this app, or of another. */
export interface IAtlasPrivateLinkProvider extends IConstruct {
  /** `ServiceToken` of the custom resources. */
  readonly serviceToken: string;
  /** Atlas projects in which resources may be declared; empty when that is not known here. */
  readonly projectIds: readonly string[];
  /** What has to be there before a resource is made, and until it is removed. */
  readonly ready: IDependable;

  /**
   * The endpoint service of a project in this stack's Region, made at the first call and shared by all.
   *
   * @param projectId default: the provider's project, when it has one only
   * @throws Error when the project is not one of the provider's
   */
  endpointService(projectId?: string): AtlasPrivateEndpointService;

  /**
   * @returns the given project, or the only one
   * @throws Error when none is given and there are several, or when it is not one of the provider's
   */
  projectIdOr(projectId: string | undefined): string;
}

export abstract class ProviderBase extends Construct implements IAtlasPrivateLinkProvider {
  abstract readonly serviceToken: string;
  abstract readonly projectIds: readonly string[];
  abstract readonly ready: IDependable;
  private readonly services = new Map<string, AtlasPrivateEndpointService>();

  endpointService(projectId?: string): AtlasPrivateEndpointService {
    const project = this.projectIdOr(projectId);
    const existing = this.services.get(project);
    if (existing !== undefined) return existing;
    const id = `EndpointService${this.services.size + 1}`;
    const service = new AtlasPrivateEndpointService(this, id, { provider: this, projectId: project });
    this.services.set(project, service);
    return service;
  }

  projectIdOr(projectId: string | undefined): string {
    const [only, ...others] = this.projectIds;
    if (projectId === undefined && only !== undefined && others.length === 0) return only;
    const isKnown =
      this.projectIds.length === 0 || (projectId !== undefined && this.projectIds.includes(projectId));
    if (projectId !== undefined && isKnown) return projectId;
    const received = projectId === undefined ? 'nothing' : `"${projectId}"`;
    const known = this.projectIds.length === 0 ? '' : ` (${this.projectIds.join(', ')})`;
    throw new Error(`projectId: expected one of the provider's projects${known}, received ${received}.`);
  }
}

export class ImportedProvider extends ProviderBase {
  readonly ready: IDependable = new DependencyGroup();

  constructor(
    scope: Construct,
    id: string,
    readonly serviceToken: string,
    readonly projectIds: readonly string[],
  ) {
    super(scope, id);
  }
}
