import type { AtlasCredentials } from './atlas-credentials.js';

/** An Atlas project that has the endpoint services to link to. */
export interface AtlasProject {
  /** Project ID in Atlas's Project Settings. 24 hexadecimal digits. */
  readonly projectId: string;
  /** Credentials with the role Project Owner in this project. Several projects may share them. */
  readonly credentials: AtlasCredentials;
  /**
   * AWS accounts whose VPC endpoints may be linked to this project, 12 digits each, such as those of production. An
   * endpoint of another account ends as failed, and is told so in its own account. Only for the automation: a stack that
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
   * been added, which takes the service some minutes. The list of a service replaces itself as a whole: where a stack,
   * Terraform or a person owns it, they see a difference. A Region is never removed. Atlas takes 35. Only for the
   * automation.
   *
   * @default - none; endpoints of Regions that a service accepts already are linked
   */
  readonly remoteRegions?: string[];
}
