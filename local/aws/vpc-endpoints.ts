import type { WorldTime } from '../time/world-time.js';

export interface LocalVpcEndpoint {
  readonly endpointId: string;
  readonly type: string;
  readonly vpcId: string;
  readonly serviceName: string;
  readonly serviceRegion: string | undefined;
  readonly ownerAccount: string;
  readonly subnetIds: readonly string[];
  readonly tags: Map<string, string>;
  readonly createdAt: number;
  state: string;
  deletedAt: number | undefined;
}

export interface NewVpcEndpoint {
  readonly serviceName: string;
  readonly type?: string;
  readonly vpcId?: string;
  readonly serviceRegion?: string;
  readonly subnetIds?: readonly string[];
  readonly tags?: Readonly<Record<string, string>>;
}

/** DescribeVpcEndpoints may not know an endpoint this soon after its creation. */
const VISIBLE_AFTER_SECONDS = 1.5;
/** `deleting`, then unknown. */
const GONE_AFTER_SECONDS = 20;

/** The endpoints of the account, with EC2's eventual consistency. */
export class VpcEndpoints {
  readonly endpoints = new Map<string, LocalVpcEndpoint>();

  constructor(
    private readonly time: WorldTime,
    private readonly account: string,
  ) {}

  create(request: NewVpcEndpoint): LocalVpcEndpoint {
    const number = this.endpoints.size + 1;
    const endpoint: LocalVpcEndpoint = {
      endpointId: `vpce-0a1b2c3d4e${number.toString(16).padStart(7, '0')}`,
      type: request.type ?? 'Interface',
      vpcId: request.vpcId ?? 'vpc-0a1b2c3d4e5f60718',
      serviceName: request.serviceName,
      serviceRegion: request.serviceRegion,
      ownerAccount: this.account,
      subnetIds: request.subnetIds ?? ['subnet-0a1b2c3d4e5f60718'],
      tags: new Map(Object.entries(request.tags ?? {})),
      createdAt: this.time.now(),
      state: request.serviceName.startsWith('com.amazonaws.vpce.') ? 'pendingAcceptance' : 'available',
      deletedAt: undefined,
    };
    this.endpoints.set(endpoint.endpointId, endpoint);
    return endpoint;
  }

  delete(endpointId: string): void {
    const endpoint = this.endpoints.get(endpointId);
    if (endpoint === undefined) throw new Error(`No VPC endpoint ${endpointId}`);
    endpoint.deletedAt ??= this.time.now();
  }

  /** Undefined where EC2 answers InvalidVpcEndpointId.NotFound. */
  describe(endpointId: string): LocalVpcEndpoint | undefined {
    const endpoint = this.endpoints.get(endpointId);
    if (endpoint === undefined || this.secondsSince(endpoint.createdAt) < VISIBLE_AFTER_SECONDS)
      return undefined;
    if (endpoint.deletedAt === undefined) return endpoint;
    const isGone = this.secondsSince(endpoint.deletedAt) >= GONE_AFTER_SECONDS;
    return isGone ? undefined : { ...endpoint, state: 'deleting' };
  }

  /** What the service's side sees, at once. */
  isWaitingFor(endpointId: string, serviceName: string): boolean {
    const endpoint = this.endpoints.get(endpointId);
    return endpoint !== undefined && endpoint.deletedAt === undefined && endpoint.serviceName === serviceName;
  }

  setState(endpointId: string, state: string): void {
    const endpoint = this.endpoints.get(endpointId);
    if (endpoint !== undefined) endpoint.state = state;
  }

  private secondsSince(time: number): number {
    return (this.time.now() - time) / 1000;
  }
}
