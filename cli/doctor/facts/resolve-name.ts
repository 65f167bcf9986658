import { Resolver } from 'node:dns/promises';
import type { NameFacts } from './doctor-facts.js';

const TIMEOUT_MILLISECONDS = 2_000;
const TRIES = 2;

export type NameResolver = Pick<Resolver, 'resolveSrv' | 'resolve4'>;

/** @param server `address:port`; default: the name servers of this machine */
export function createResolver(server: string | undefined): NameResolver {
  const resolver = new Resolver({ timeout: TIMEOUT_MILLISECONDS, tries: TRIES });
  if (server !== undefined) resolver.setServers([server]);
  return resolver;
}

/** Resolves like a driver with `mongodb+srv://<host>`: the SRV record, then the hosts that it names. Never rejects. */
export async function resolveName(resolver: NameResolver, host: string): Promise<NameFacts> {
  let targets: string[] = [];
  try {
    targets = (await resolver.resolveSrv(`_mongodb._tcp.${host}`)).map(({ name }) => name);
    const addresses = await resolver.resolve4(targets[0] ?? host);
    return { host, targets, addresses, problem: addresses.length === 0 ? 'ENODATA' : '' };
  } catch (error) {
    const problem = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return { host, targets, addresses: [], problem };
  }
}

/** Host of `mongodb+srv://cluster0-pl-0.ab1cd.mongodb.net`. */
export function hostOf(srv: string): string | undefined {
  return /^mongodb\+srv:\/\/([^/?]+)/.exec(srv)?.[1];
}
