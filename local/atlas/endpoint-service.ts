import type { WorldClock } from './clock.js';
import type { Link } from './link.js';
import type { Timings } from './timings.js';

export type Provider = 'AWS' | 'AZURE' | 'GCP';
export const PROVIDERS: readonly string[] = ['AWS', 'AZURE', 'GCP'];

const NEEDED = {
  AWS: 'serviceSeconds',
  AZURE: 'azureServiceSeconds',
  GCP: 'googleCloudServiceSeconds',
} as const satisfies Readonly<Record<Provider, keyof Timings>>;

/** Number of service attachments as recorded; fifty are documented, or one with port mapping. */
const RECORDED_ATTACHMENTS = 6;

/** An endpoint service: one for each cloud provider and Region of a project. */
export class EndpointService {
  readonly links = new Map<string, Link>();
  readonly createdAt: number;
  deletedAt: number | undefined;
  /** When the remote Regions were last changed by a request. */
  private regionsChangedAt: number | undefined;
  /** Skips INITIATING, for a service that exists already. */
  readyAtOnce = false;
  failure: string | undefined;
  supportedRemoteRegions: readonly string[] | null = null;
  /** Google Cloud only. */
  portMappingEnabled = false;

  constructor(
    readonly id: string,
    readonly provider: Provider,
    /** Region in Atlas's spelling. */
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
    return this.isCreated && !this.isChangingRegions ? 'AVAILABLE' : 'INITIATING';
  }

  /** Replaces the whole list, as a PATCH does. A service whose list changes is INITIATING for a time. */
  replaceRemoteRegions(regions: readonly string[] | null): void {
    const before = [...(this.supportedRemoteRegions ?? [])].sort().join();
    this.supportedRemoteRegions = regions;
    if (before !== [...(regions ?? [])].sort().join()) this.regionsChangedAt = this.clock.now();
  }

  private get isChangingRegions(): boolean {
    if (this.regionsChangedAt === undefined) return false;
    return (this.clock.now() - this.regionsChangedAt) / 1000 < this.timings.remoteRegionsSeconds;
  }

  /** Progress of the creation, from 0 to 1. */
  private get progress(): number {
    const neededSeconds = this.timings[NEEDED[this.provider]];
    const ageSeconds = (this.clock.now() - this.createdAt) / 1000;
    return this.readyAtOnce || ageSeconds >= neededSeconds ? 1 : ageSeconds / neededSeconds;
  }

  get isCreated(): boolean {
    return this.progress >= 1;
  }

  /** Number of service attachments in Google Cloud, which are recorded to appear one by one while INITIATING. */
  get attachmentCount(): number {
    return Math.floor(this.progress * (this.portMappingEnabled ? 1 : RECORDED_ATTACHMENTS));
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
