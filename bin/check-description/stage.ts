import type { AtlasServer, Project } from '../../local/atlas/index.js';
import type { RecordingClient } from './recording-client.js';

/** A simulator with one project, its client, and a clock that the play moves. */
export interface Stage {
  readonly server: AtlasServer;
  readonly project: Project;
  readonly client: RecordingClient;
  /** Path of the project. */
  readonly root: string;
  pass(seconds: number): void;
}
