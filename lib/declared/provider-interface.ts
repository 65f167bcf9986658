import type { IConstruct, IDependable } from 'constructs';
import type { AtlasPrivateEndpointServiceBase } from './atlas-private-endpoint-service-base.js';

/** What carries out custom resources: of this app, or of another. */
export interface IAtlasPrivateLinkProvider extends IConstruct {
  /** ARN of the function that takes the requests of CloudFormation: `ServiceToken` of the custom resources. */
  readonly serviceToken: string;
  /** Atlas projects in which resources may be declared; empty when that is not known here. */
  readonly projectIds: string[];
  /** What has to be there before a resource is made, and until it is removed. */
  readonly ready: IDependable;

  /**
   * The endpoint service of a project in this stack's Region, made at the first call and shared by all.
   *
   * @param projectId default: the provider's project, when it has one only
   * @throws Error when the project is not one of the provider's
   */
  endpointService(projectId?: string): AtlasPrivateEndpointServiceBase;

  /**
   * The given project, or the only one.
   *
   * @throws Error when none is given and there are several, or when it is not one of the provider's
   */
  projectIdOr(projectId?: string): string;
}
