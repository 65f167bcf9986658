import { LOCAL_USER } from './aws/callers.js';
import { keepRunning } from './time/keep-running.js';
import { API_KEY, World, type WorldOptions } from './world.js';

/** A world that runs until it is stopped, for callers in this process or another one. */
export interface ServedWorld {
  readonly world: World;
  readonly connection: WorldConnection;
  /** Stops the world after its current work has ended. */
  stop(): Promise<void>;
}

/** Addresses and identities for callers. It contains no secrets. */
export interface WorldConnection {
  readonly atlasBaseUrl: string;
  readonly atlasPublicKey: string;
  readonly atlasPrivateKey: string;
  readonly projectIds: readonly string[];
  /** `127.0.0.1:<port>` */
  readonly dnsServer: string;
  /** Environment variables that the AWS SDK reads. */
  readonly awsEnvironment: Readonly<Record<string, string>>;
}

/** @param options the default of `speed` is 1: world time is real time */
export async function serveWorld(options: WorldOptions): Promise<ServedWorld> {
  return serve(await World.start({ speed: 1, ...options }));
}

/** Serves an existing world, such as a test's at unlimited speed. */
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
