import { LOCAL_USER } from './aws/callers.js';
import { keepRunning } from './time/keep-running.js';
import { API_KEY, World, type WorldOptions } from './world.js';

/** A world that lives on for whoever calls it, from this process or another. */
export interface ServedWorld {
  readonly world: World;
  readonly connection: WorldConnection;
  /** Ends it, with all that is under way. */
  stop(): Promise<void>;
}

/** Where the world is and who a caller can be. Nothing of it is a secret. */
export interface WorldConnection {
  readonly atlasBaseUrl: string;
  readonly atlasPublicKey: string;
  readonly atlasPrivateKey: string;
  readonly projectIds: readonly string[];
  /** `127.0.0.1:<port>` */
  readonly dnsServer: string;
  /** What the AWS SDK reads from the environment of a process. */
  readonly awsEnvironment: Readonly<Record<string, string>>;
}

/** @param options with `speed` 1 where nothing is said: time as it passes for people */
export async function serveWorld(options: WorldOptions): Promise<ServedWorld> {
  return serve(await World.start({ speed: 1, ...options }));
}

/** A world that is there already, such as a test's at unlimited speed. */
export function serve(world: World): ServedWorld {
  const retained = keepRunning(world.time);
  return {
    world,
    connection: connectionTo(world),
    stop: async () => {
      await retained.stop();
      await world.close();
    },
  };
}

export function connectionTo(world: World): WorldConnection {
  return {
    atlasBaseUrl: world.atlas.url,
    atlasPublicKey: API_KEY.publicKey,
    atlasPrivateKey: API_KEY.privateKey,
    projectIds: world.projects.map(({ id }) => id),
    dnsServer: world.dnsServer,
    awsEnvironment: {
      AWS_ENDPOINT_URL: world.aws.server.url,
      AWS_ACCESS_KEY_ID: LOCAL_USER,
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_REGION: world.aws.region,
    },
  };
}
