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
}
