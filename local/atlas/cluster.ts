import type { WorldClock } from './clock.js';
import type { EndpointService } from './endpoint-service.js';

export interface ClusterRequest {
  readonly name: string;
  /** Regions of the nodes, in Atlas's spelling; the first is the preferred one. */
  readonly regionNames: readonly string[];
  /** Default: `AWS`. `TENANT` is a shared tier. */
  readonly provider?: string;
  /** Default: `M10`, or `M0` for a shared tier. */
  readonly instanceSize?: string;
  readonly isSharded?: boolean;
  readonly isPaused?: boolean;
  /** Seconds for which the cluster is CREATING. Default: 0, a cluster that exists already. */
  readonly creatingSeconds?: number;
}

/** A cluster, as far as it concerns private endpoints. */
export class Cluster {
  readonly name: string;
  readonly regionNames: readonly string[];
  readonly provider: string;
  instanceSize: string;
  readonly isSharded: boolean;
  isPaused: boolean;
  /** World time in milliseconds since the epoch. */
  readonly createdAt: number;
  private readonly creatingSeconds: number;
  private readonly renewals: number[] = [];
  private readonly updates: { readonly begin: number; readonly end: number }[] = [];

  constructor(
    request: ClusterRequest,
    private readonly clock: WorldClock,
  ) {
    this.name = request.name;
    this.regionNames = request.regionNames;
    this.provider = request.provider ?? 'AWS';
    this.instanceSize = request.instanceSize ?? (this.provider === 'TENANT' ? 'M0' : 'M10');
    this.isSharded = request.isSharded ?? false;
    this.isPaused = request.isPaused ?? false;
    this.creatingSeconds = request.creatingSeconds ?? 0;
    this.createdAt = clock.now();
  }

  /** Schedules an update. Atlas begins it after a delay, so a client that polls too early sees the cluster as IDLE. */
  scheduleUpdate(delaySeconds: number, durationSeconds: number): void {
    const begin = this.clock.now() + delaySeconds * 1000;
    this.updateBetween(begin, begin + durationSeconds * 1000);
  }

  /** Makes the cluster UPDATING between these world times, in milliseconds since the epoch. */
  updateBetween(begin: number, end: number): void {
    this.updates.push({ begin, end });
  }

  /** Makes the cluster's private connection strings different after this number of seconds. */
  renewStrings(afterSeconds: number): void {
    this.renewals.push(this.clock.now() + afterSeconds * 1000);
  }

  /** Number of changes of the private connection strings, which is part of the host names. */
  get stringsGeneration(): number {
    return this.renewals.filter((at) => at <= this.clock.now()).length;
  }

  /** True if the cluster's nodes have private connection strings through links of this service. */
  isReachedThrough({ provider, regionName }: EndpointService): boolean {
    return provider === this.provider && this.regionNames.includes(regionName) && !this.isPaused;
  }

  get isCreating(): boolean {
    return this.clock.now() < this.createdAt + this.creatingSeconds * 1000;
  }

  get stateName(): string {
    const now = this.clock.now();
    if (this.isCreating) return 'CREATING';
    return this.updates.some(({ begin, end }) => now >= begin && now < end) ? 'UPDATING' : 'IDLE';
  }
}
