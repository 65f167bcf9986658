import { type AtlasWorld, type PrivateStrings, privateStringsOf } from '../atlas/index.js';
import { addressIn } from '../aws/ec2/interface-names.js';
import type { LocalVpcEndpoint } from '../aws/ec2/vpc-endpoints.js';

export interface Target {
  readonly host: string;
  readonly port: number;
}

/** A DNS record of a name. */
export type NameRecord =
  | { readonly kind: 'service'; readonly targets: readonly Target[] }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'alias'; readonly canonical: string; readonly addresses: readonly string[] }
  | { readonly kind: 'host'; readonly addresses: readonly string[] };

/** Names in private connection strings: public names with addresses within the VPC. */
export class PrivateNames {
  constructor(
    private readonly atlas: AtlasWorld,
    private readonly find: (endpointId: string) => LocalVpcEndpoint | undefined,
    private readonly now: () => number,
  ) {}

  /** Records by name in lower case. */
  records(): Map<string, NameRecord[]> {
    this.atlas.settle();
    const records = new Map<string, NameRecord[]>();
    const add = (name: string, record: NameRecord) =>
      records.set(name, [...(records.get(name) ?? []), record]);
    for (const strings of this.allStrings()) this.addStrings(strings, add);
    return records;
  }

  private addStrings(strings: PrivateStrings, add: (name: string, record: NameRecord) => void): void {
    const targets = targetsOf(strings.connectionString);
    for (const srv of [strings.srvConnectionString, strings.srvShardOptimizedConnectionString ?? '']) {
      const host = srv.replace('mongodb+srv://', '');
      if (host === '') continue;
      add(`_mongodb._tcp.${host}`, { kind: 'service', targets });
      add(host, { kind: 'text', text: 'authSource=admin&replicaSet=atlas-local-shard-0' });
    }
    const known = strings.endpoints.flatMap(({ endpointId }) => this.find(endpointId) ?? []);
    for (const host of new Set(targets.map((target) => target.host))) {
      for (const endpoint of known) {
        // The name of a deleted endpoint has no addresses any more.
        const addresses = endpoint.deletedAt === undefined ? [addressIn(endpoint, 0)] : [];
        add(host, { kind: 'alias', canonical: nameOf(endpoint), addresses });
        if (addresses.length > 0) add(nameOf(endpoint), { kind: 'host', addresses });
      }
    }
  }

  private allStrings(): PrivateStrings[] {
    const { connectionStringsSeconds } = this.atlas.timings;
    return [...this.atlas.projects.values()].flatMap((project) =>
      project.clusters.flatMap((cluster) =>
        privateStringsOf(project, cluster, this.now(), connectionStringsSeconds),
      ),
    );
  }
}

/** Hosts and ports of a standard connection string. */
function targetsOf(connectionString: string): Target[] {
  const list = /^mongodb:\/\/([^/]+)/.exec(connectionString)?.[1] ?? '';
  return list.split(',').map((part) => {
    const [host = '', port] = part.split(':');
    return { host, port: Number(port) };
  });
}

/** AWS's DNS name of an endpoint. */
function nameOf({ endpointId, serviceName }: LocalVpcEndpoint): string {
  const [region = '', service = ''] = serviceName.split('.').slice(-2);
  return `${endpointId}-0a1b2c3d.${service}.${region}.vpce.amazonaws.com`;
}

/** An address within the VPC that is unique to the endpoint. */
