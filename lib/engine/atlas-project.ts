import type { AtlasCredentials } from './atlas-credentials.js';

/** An Atlas project that has the endpoint services to link to. */
export interface AtlasProject {
  /** Project ID in Atlas's Project Settings. 24 hexadecimal digits. */
  readonly projectId: string;
  /** Credentials with the role Project Owner in this project. Several projects may share them. */
  readonly credentials: AtlasCredentials;
  /**
   * AWS accounts whose VPC endpoints may be linked to this project, 12 digits each, such as those of production. An
   * endpoint of another account ends as failed, which is published in its own account. Only for the automation: a stack that
   * declares a link decides for itself.
   *
   * @default - all accounts that the automation serves
   */
  readonly accounts?: string[];
  /**
   * Regions whose VPC endpoints may be linked to this project, such as `eu-west-1`. Only for the automation.
   *
   * @default - all Regions that the automation serves
   */
  readonly regions?: string[];
  /**
   * Regions that the automation may add to the `supportedRemoteRegions` of the project's endpoint services, such as
   * `us-east-1`. An endpoint in one of them that connects to a service of another Region is linked after its Region has
   * been added, which takes the service some minutes. Where a stack, Terraform or a person owns the list of a service, they
   * see a difference. A Region is never removed. Atlas takes 35 for each service. Only for the automation.
   *
   * @default - none; endpoints of Regions that a service accepts already are linked
   */
  readonly remoteRegions?: string[];
  /**
   * Whether VPC endpoints to Data Federation and Online Archive are registered in this project. All Atlas projects share
   * these endpoint services, so that their names do not say which project an endpoint is for: with several such projects,
   * the endpoint's tag `atlas-privatelink:data-federation-project` says it, with the project id as its value. Only for the
   * automation: a stack declares an endpoint with its project.
   *
   * @default false
   */
  readonly dataFederation?: boolean;
}
