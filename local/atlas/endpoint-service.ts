import type { WorldClock } from './clock.js';
import type { Link } from './link.js';
import type { Timings } from './timings.js';

export type Provider = 'AWS' | 'AZURE' | 'GCP';
export const PROVIDERS: readonly string[] = ['AWS', 'AZURE', 'GCP'];

/** Atlas's side: one for each provider and Region of a project. */
export class EndpointService {
  readonly links = new Map<string, Link>();
  readonly createdAt: number;
  deletedAt: number | undefined;
  /** Skips INITIATING, for a service that was there before. */
  readyAtOnce = false;
  failure: string | undefined;
  supportedRemoteRegions: readonly string[] | null = null;
  /** Google Cloud. */
  portMappingEnabled = false;

  constructor(
    readonly id: string,
    readonly provider: Provider,
    /** Atlas spelling. */
    readonly regionName: string,
    private readonly timings: Timings,
    private readonly clock: WorldClock,
  ) {
    this.createdAt = clock.now();
  }

  get serviceName(): string {
    const region = this.regionName.toLowerCase().replaceAll('_', '-');
    return `com.amazonaws.vpce.${region}.vpce-svc-${this.id.slice(-17)}`;
  }

  get status(): string {
    if (this.deletedAt !== undefined) return 'DELETING';
    if (this.failure !== undefined) return 'FAILED';
    const ageSeconds = (this.clock.now() - this.createdAt) / 1000;
    return this.readyAtOnce || ageSeconds >= this.timings.serviceSeconds ? 'AVAILABLE' : 'INITIATING';
  }

  get isReady(): boolean {
    return this.status === 'AVAILABLE';
  }

  get isRemoved(): boolean {
    return (
      this.deletedAt !== undefined &&
      (this.clock.now() - this.deletedAt) / 1000 >= this.timings.deletionSeconds
    );
  }
}
