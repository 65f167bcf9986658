import type { AtlasCredentials } from './atlas-credentials.js';

/** An Atlas project that has the endpoint services to link to. */
export interface AtlasProject {
  /** Project ID in Atlas's Project Settings. 24 hexadecimal digits. */
  readonly projectId: string;
  /** Credentials with the role Project Owner in this project. Several projects may share them. */
  readonly credentials: AtlasCredentials;
}
