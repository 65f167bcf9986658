import type { WorldTime } from '../../time/world-time.js';
import type { ConnectionNotifications } from './connection-notifications.js';
import { DEFAULT_GROUP_ID, DEFAULT_SUBNET_ID, DEFAULT_VPC_ID, type Network } from './network.js';

export interface LocalVpcEndpoint {
  readonly endpointId: string;
  readonly type: string;
  readonly vpcId: string;
  readonly serviceName: string;
  readonly serviceRegion: string | undefined;
  readonly ownerAccount: string;
  subnetIds: readonly string[];
  securityGroupIds: readonly string[];
  privateDnsEnabled: boolean;
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
  readonly securityGroupIds?: readonly string[];
  readonly privateDnsEnabled?: boolean;
  readonly tags?: Readonly<Record<string, string>>;
  /** Seconds after the creation until the service's side finds the endpoint, as across Regions. Default: 0. */
  readonly hiddenFromServiceSeconds?: number;
}

/** What CreateVpcEndpoint asks for. */
export type AskedEndpoint = Required<
  Pick<
    NewVpcEndpoint,
    'serviceName' | 'type' | 'vpcId' | 'subnetIds' | 'securityGroupIds' | 'privateDnsEnabled' | 'tags'
  >
> &
  Pick<NewVpcEndpoint, 'serviceRegion'>;

export type EndpointChanges = Pick<LocalVpcEndpoint, 'subnetIds' | 'securityGroupIds' | 'privateDnsEnabled'>;

/** What a call with a client token has created, and what it asked for. */
export interface TokenCreation {
  readonly asked: AskedEndpoint;
  readonly endpoint: LocalVpcEndpoint;
}

/** Called after a change of tags with the changed keys; the endpoint has the new tags. */
export type TagListener = (endpoint: LocalVpcEndpoint, changedKeys: readonly string[]) => void;

/** DescribeVpcEndpoints may not return an endpoint for this time after its creation. */
const VISIBLE_AFTER_SECONDS = 1.5;
/** A deleted endpoint is `deleting` for this time, and unknown afterwards. */
const DELETED_AFTER_SECONDS = 20;

/** The endpoints of the account, with EC2's eventual consistency. */
export class VpcEndpoints {
  readonly endpoints = new Map<string, LocalVpcEndpoint>();
  private readonly hiddenUntil = new Map<string, number>();
  /** World times until which EC2 does not show existing endpoints. */
  private readonly gaps = new Map<string, number>();
  private readonly tokens = new Map<string, TokenCreation>();
  private onTags: TagListener = () => undefined;

  constructor(
    private readonly time: WorldTime,
    private readonly account: string,
    private readonly network: Network,
    private readonly notifications: ConnectionNotifications,
    /** Of the next endpoint; no two places have endpoints of the same id. */
    private readonly nextNumber: () => number,
  ) {}

  listenToTags(listener: TagListener): void {
    this.onTags = listener;
  }

  create(request: NewVpcEndpoint): LocalVpcEndpoint {
    const number = this.nextNumber();
    const now = this.time.now();
    const endpoint: LocalVpcEndpoint = {
      endpointId: `vpce-0a1b2c3d4e${number.toString(16).padStart(7, '0')}`,
      type: request.type ?? 'Interface',
      vpcId: request.vpcId ?? DEFAULT_VPC_ID,
      serviceName: request.serviceName,
      serviceRegion: request.serviceRegion,
      ownerAccount: this.account,
      subnetIds: request.subnetIds ?? [DEFAULT_SUBNET_ID],
      securityGroupIds: request.securityGroupIds ?? [DEFAULT_GROUP_ID],
      privateDnsEnabled: request.privateDnsEnabled ?? false,
      tags: new Map(Object.entries(request.tags ?? {})),
      createdAt: now,
      state: request.serviceName.startsWith('com.amazonaws.vpce.') ? 'pendingAcceptance' : 'available',
      deletedAt: undefined,
    };
    this.network.ensure(endpoint.vpcId, endpoint.subnetIds, endpoint.securityGroupIds);
    this.hiddenUntil.set(endpoint.endpointId, now + (request.hiddenFromServiceSeconds ?? 0) * 1000);
    this.endpoints.set(endpoint.endpointId, endpoint);
    if (endpoint.tags.size > 0) this.onTags(endpoint, [...endpoint.tags.keys()]);
    return endpoint;
  }

  delete(endpointId: string): void {
    this.find(endpointId).deletedAt ??= this.time.now();
    this.notifications.forget(endpointId);
  }

  /** Creation by an earlier call with this client token. */
  createdWith(token: string): TokenCreation | undefined {
    return this.tokens.get(token);
  }

  keepToken(token: string, creation: TokenCreation): void {
    this.tokens.set(token, creation);
  }

  change(endpointId: string, changes: EndpointChanges): void {
    Object.assign(this.find(endpointId), changes);
  }

  tag(endpointId: string, tags: Readonly<Record<string, string>>): void {
    const endpoint = this.find(endpointId);
    const changed = Object.keys(tags).filter((key) => endpoint.tags.get(key) !== tags[key]);
    for (const key of changed) endpoint.tags.set(key, tags[key] ?? '');
    if (changed.length > 0) this.onTags(endpoint, changed);
  }

  untag(endpointId: string, keys: readonly string[]): void {
    const endpoint = this.find(endpointId);
    const removed = keys.filter((key) => endpoint.tags.delete(key));
    if (removed.length > 0) this.onTags(endpoint, removed);
  }

  /** Hides the endpoint in EC2 for this time, as if it had never existed. */
  hide(endpointId: string, seconds: number): void {
    this.gaps.set(this.find(endpointId).endpointId, this.time.now() + seconds * 1000);
  }

  /** Endpoints that DescribeVpcEndpoints returns, sorted by id. */
  get shown(): LocalVpcEndpoint[] {
    return [...this.endpoints.keys()].sort().flatMap((endpointId) => this.describe(endpointId) ?? []);
  }

  /** Undefined if EC2 responds with InvalidVpcEndpointId.NotFound. */
  describe(endpointId: string): LocalVpcEndpoint | undefined {
    const endpoint = this.endpoints.get(endpointId);
    if (endpoint === undefined || this.secondsSince(endpoint.createdAt) < VISIBLE_AFTER_SECONDS)
      return undefined;
    if (this.time.now() < (this.gaps.get(endpointId) ?? 0)) return undefined;
    if (endpoint.deletedAt === undefined) return endpoint;
    const isRemoved = this.secondsSince(endpoint.deletedAt) >= DELETED_AFTER_SECONDS;
    return isRemoved ? undefined : { ...endpoint, state: 'deleting' };
  }

  /** The service's side has no eventual consistency. */
  isWaitingFor(endpointId: string, serviceName: string): boolean {
    const endpoint = this.endpoints.get(endpointId);
    if (endpoint === undefined || this.isDeleted(endpointId)) return false;
    return endpoint.serviceName === serviceName && this.time.now() >= (this.hiddenUntil.get(endpointId) ?? 0);
  }

  /** True for an endpoint that existed and was deleted. */
  isDeleted(endpointId: string): boolean {
    return this.endpoints.get(endpointId)?.deletedAt !== undefined;
  }

  setState(endpointId: string, state: string): void {
    const endpoint = this.endpoints.get(endpointId);
    if (endpoint === undefined || endpoint.state === state) return;
    const isAccepted = endpoint.state === 'pendingAcceptance' && ['pending', 'available'].includes(state);
    endpoint.state = state;
    if (isAccepted) this.notifications.notify(endpointId, 'Accept');
    if (state === 'rejected') this.notifications.notify(endpointId, 'Reject');
  }

  private find(endpointId: string): LocalVpcEndpoint {
    const endpoint = this.endpoints.get(endpointId);
    if (endpoint === undefined) throw new Error(`No VPC endpoint ${endpointId} exists.`);
    return endpoint;
  }

  private secondsSince(time: number): number {
    return (this.time.now() - time) / 1000;
  }
}
