import type { WorldClock } from './clock.js';
import type { EndpointService } from './endpoint-service.js';

export interface ClusterRequest {
  readonly name: string;
  /** Of its nodes, Atlas spelling; the first is the preferred one. */
  readonly regionNames: readonly string[];
  /** Default `AWS`; `TENANT` is a shared tier. */
  readonly provider?: string;
  /** Default `M10`, and `M0` for a shared tier. */
  readonly instanceSize?: string;
  readonly isSharded?: boolean;
  readonly isPaused?: boolean;
  /** Time in which it is CREATING. Default 0: it has been there. */
  readonly creatingSeconds?: number;
}

/** A cluster, as far as private endpoints touch it. */
export class Cluster {
  readonly name: string;
  readonly regionNames: readonly string[];
  readonly provider: string;
  instanceSize: string;
  readonly isSharded: boolean;
  isPaused: boolean;
  /** World time, milliseconds. */
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

  /** Atlas is going to change the cluster: not at once, which is what clients that poll too early fall for. */
  scheduleUpdate(delaySeconds: number, durationSeconds: number): void {
    const begin = this.clock.now() + delaySeconds * 1000;
    this.updateBetween(begin, begin + durationSeconds * 1000);
  }

  /** Between these world times, milliseconds. */
  updateBetween(begin: number, end: number): void {
    this.updates.push({ begin, end });
  }

  /** Its private connection strings are others after this time. */
  renewStrings(afterSeconds: number): void {
    this.renewals.push(this.clock.now() + afterSeconds * 1000);
  }

  /** How often its private connection strings have become others: the number in the hosts' names. */
  get stringsGeneration(): number {
    return this.renewals.filter((at) => at <= this.clock.now()).length;
  }

  /** Its nodes have private connection strings through links of this service. */
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
