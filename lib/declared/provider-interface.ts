import type { IConstruct, IDependable } from 'constructs';
import type { AtlasPrivateEndpointServiceBase } from './atlas-private-endpoint-service-base.js';

/** Handles custom resources: a provider of this app, or of another. */
export interface IAtlasPrivateLinkProvider extends IConstruct {
  /** ARN of the function that receives the requests of CloudFormation: `ServiceToken` of the custom resources. */
  readonly serviceToken: string;
  /** Atlas projects in which resources may be declared; empty if unknown here. */
  readonly projectIds: string[];
  /** Must exist before a resource is created, and until it is removed. */
  readonly ready: IDependable;

  /**
   * The endpoint service of a project in this stack's Region, created at the first call and shared by all.
   *
   * @param projectId default: the provider's project, if it has only one
   * @throws Error if the project is not one of the provider's
   */
  endpointService(projectId?: string): AtlasPrivateEndpointServiceBase;

  /**
   * Returns the given project, or the only one.
   *
   * @throws Error if none is given and there are several, or if it is not one of the provider's
   */
  projectIdOr(projectId?: string): string;
}
