import type { AtlasCredentials } from './atlas-credentials.js';

/** An Atlas project whose endpoint services are linked to. */
export interface AtlasProject {
  /** Atlas: Project Settings, Project ID. 24 hexadecimal digits. */
  readonly projectId: string;
  /** Credentials with the role Project Owner in this project. Several projects may share them. */
  readonly credentials: AtlasCredentials;
}
